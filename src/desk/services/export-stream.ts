/**
 * What a writer writes, as something to read: the writer waits until a chunk was taken, so that a slow reader costs no
 * memory. A reader that goes away makes the writer's next write throw; a writer that fails makes the reading throw.
 */
export async function* chunksOf(
  run: (write: (chunk: string) => Promise<void>) => Promise<unknown>,
): AsyncGenerator<string, void, void> {
  const { readable, writable } = new TransformStream<string, string>();
  const writer = writable.getWriter();
  const writing = run((chunk) => writer.write(chunk)).then(
    () => writer.close(),
    (error: unknown) => writer.abort(error),
  );
  // What goes wrong is told to the reader, through the stream itself.
  writing.catch(() => {});
  for await (const chunk of readable) yield chunk;
}
