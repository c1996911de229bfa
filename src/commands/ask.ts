import { readFileSync } from 'node:fs';
import type { CaseView, PreviewView, QuestionDraft, QuestionView } from '../desk/index.ts';
import {
  LEGAL_BASES,
  OFFENCES,
  PURPOSES,
  type LegalBasis,
  type Offence,
  type Purpose,
} from '../model/index.ts';
import { CommandError } from './errors.ts';
import { DeskClient } from './desk-client.ts';
import { EXIT } from './failure.ts';

export interface AskOptions {
  readonly desk: string;
  readonly name: string;
  readonly passwordFile: string;
  readonly case: string;
  readonly purpose: string;
  readonly offence: string;
  readonly basis: string;
  readonly because: string;
  readonly send: boolean;
  readonly json: boolean;
}

const ANSWER_WAIT_MS = 60_000;

/** `entente ask`: what would be asked of whom; with --send it is asked. 0 a hit, 1 no hit, 3 nobody could answer. */
export async function ask(text: string, options: AskOptions): Promise<number> {
  const client = new DeskClient(options.desk);
  await client.signIn(options.name, readFileSync(options.passwordFile, 'utf8').trim());
  try {
    const draft: QuestionDraft = {
      text,
      without: [],
      caseId: await caseIdOf(client, options.case),
      purpose: oneOf(PURPOSES, options.purpose, '--purpose') as Purpose,
      offence: oneOf(OFFENCES, options.offence, '--offence') as Offence,
      legalBasis: oneOf(LEGAL_BASES, options.basis, '--basis') as LegalBasis,
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

function oneOf(list: readonly string[], value: string, option: string): string {
  if (list.includes(value)) return value;
  throw new CommandError('usage', `${option} takes one of: ${list.join(', ')}`);
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

function describePreview(preview: PreviewView): string {
  const lines = [`Own records that fit: ${preview.own.length}; received copies: ${preview.copies.length}`];
  for (const stop of preview.stopped) lines.push(`Stopped: ${stop.about}: ${stop.because}`);
  for (const key of preview.keys)
    lines.push(`Would ask: ${key.about} (${key.rule}, ${key.count} ${key.count === 1 ? 'key' : 'keys'})`);
  for (const partner of preview.partners) {
    const classes = partner.classes.map(
      (one) => `${one.keyClass} ${one.padded} of ${one.budgetPerDay - one.budgetUsed} left today`,
    );
    lines.push(
      `  ${partner.agencyId}: ${partner.ready ? classes.join(', ') : `not ready: ${partner.why ?? ''}`}`,
    );
  }
  return lines.join('\n');
}

function describeQuestion(question: QuestionView): string {
  const lines = question.partners.map((partner) => {
    const manifest = partner.manifest === undefined ? '' : ` as of its manifest ${partner.manifest.number}`;
    return `${partner.agencyId}: ${partner.state}${manifest}${partner.why === undefined ? '' : `: ${partner.why}`}`;
  });
  for (const hit of question.hits) lines.push(`HIT at ${hit.owner}: ${hit.about}. ${hit.because}`);
  return `${lines.join('\n')}\n`;
}
