import type { PreviewView, QuestionView } from '../desk/index.ts';

/** What would be asked of whom, and what it costs; or that nothing would. */
export function describePreview(preview: PreviewView): string {
  const lines = [`Own records that fit: ${preview.own.length}; received copies: ${preview.copies.length}`];
  for (const stop of preview.stopped) lines.push(`Stopped: ${stop.about}: ${stop.because}`);
  for (const key of preview.keys)
    lines.push(`Would ask: ${key.about} (${key.rule}, ${key.count} ${key.count === 1 ? 'key' : 'keys'})`);
  for (const one of preview.withheld) lines.push(`Not asked: ${one.about} (${one.rule}): ${one.because}`);
  if (preview.keys.length === 0)
    return [...lines, 'There is nothing in it that partners could be asked.'].join('\n');
  for (const partner of preview.partners) {
    const classes = partner.classes.map(
      (one) =>
        `${one.keyClass} ${one.padded} of ${one.largest} left${one.padded > one.largest ? `: ${one.whenFull}` : ''}`,
    );
    lines.push(
      `  ${partner.agencyId}: ${partner.ready ? classes.join(', ') : `not ready: ${partner.why ?? ''}`}`,
    );
  }
  return lines.join('\n');
}

/** What each partner answered, and each hit with its reason. */
export function describeQuestion(question: QuestionView): string {
  const lines = question.partners.map((partner) => {
    const manifest = partner.manifest === undefined ? '' : ` as of its manifest ${partner.manifest.number}`;
    return `${partner.agencyId}: ${partner.state}${manifest}${partner.why === undefined ? '' : `: ${partner.why}`}`;
  });
  for (const hit of question.hits) lines.push(`HIT at ${hit.owner}: ${hit.about}. ${hit.because}`);
  return `${lines.join('\n')}\n`;
}
