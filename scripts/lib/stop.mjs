/** A reason not to go on, in one sentence for the person at the terminal. */
export class Stop extends Error {}

/** Runs a script's work; a Stop ends it with its sentence and exit code 1, without a stack. */
export async function runScript(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    console.error(`entente: ${error.message}`);
    process.exitCode = 1;
  }
}
