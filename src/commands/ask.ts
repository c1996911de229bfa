import type { CaseView, PreviewView, QuestionDraft, QuestionView } from '../desk/index.ts';
import type { LegalBasis, Offence, Purpose } from '../model/index.ts';
import { describePreview, describeQuestion } from './ask-words.ts';
import { DeskClient } from './desk-client.ts';
import { readPassword } from './password-file.ts';
import { EXIT } from './failure.ts';

export interface AskOptions {
  readonly desk: string;
  readonly name: string;
  readonly passwordFile: string;
  readonly case: string;
  readonly purpose: Purpose;
  readonly offence: Offence;
  readonly basis: LegalBasis;
  readonly because: string;
  readonly send: boolean;
  readonly json: boolean;
}

const ANSWER_WAIT_MS = 60_000;

/** `entente ask`: what would be asked of whom; with --send it is asked. 0 a hit, 1 no hit, 3 nobody could answer. */
export async function ask(text: string, options: AskOptions): Promise<number> {
  const client = new DeskClient(options.desk);
  await client.signIn(options.name, readPassword(options.passwordFile));
  try {
    const draft: QuestionDraft = {
      text,
      without: [],
      caseId: await caseIdOf(client, options.case),
      purpose: options.purpose,
      offence: options.offence,
      legalBasis: options.basis,
      urgency: 'normal',
      justification: options.because,
    };
    const preview = await client.post<PreviewView>('/api/questions/preview', draft);
    if (!options.send) {
      process.stdout.write(
        options.json
          ? `${JSON.stringify({ preview })}\n`
          : `${describePreview(preview)}\nNothing was sent. Add --send to ask.\n`,
      );
      return EXIT.done;
    }
    const { questionId } = await client.post<{ questionId: string }>('/api/questions', draft);
    const question = await waitForAnswers(client, questionId);
    process.stdout.write(
      options.json ? `${JSON.stringify({ preview, question })}\n` : describeQuestion(question),
    );
    if (question.hits.length > 0) return EXIT.done;
    return question.partners.some((partner) => partner.state === 'no-hit') ? EXIT.negative : EXIT.failed;
  } finally {
    await client.signOut();
  }
}

async function caseIdOf(client: DeskClient, reference: string): Promise<string> {
  const known = (await client.get<readonly CaseView[]>('/api/cases')).find(
    (one) => one.reference === reference || one.id === reference,
  );
  if (known !== undefined) return known.id;
  return (await client.post<CaseView>('/api/cases', { reference, title: reference })).id;
}

async function waitForAnswers(client: DeskClient, id: string): Promise<QuestionView> {
  const until = Date.now() + ANSWER_WAIT_MS;
  for (;;) {
    const question = await client.get<QuestionView>(`/api/questions/${id}`);
    if (!question.partners.some((partner) => partner.state === 'waiting') || Date.now() > until)
      return question;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
