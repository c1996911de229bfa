import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PURPOSES, type Purpose, type Role, ROLES } from '../model/index.ts';
import { type Act, ACT_NAMES, type ActRequest, ACTS, decide, DENY_SENTENCES, readActRule } from './index.ts';

const whole = {
  purpose: 'locate-wanted-person',
  legalBasis: 'criminal-procedure',
  offence: 'terrorism',
  caseId: '0123456789abcdef0123456789abcdef',
} as const;
const officer = (role: Role) => ({ type: 'officer', officerId: 'f'.repeat(32), role }) as const;
const known = { caseOpen: true };
const ask = (act: Act, actor: ActRequest['actor'], purpose: Purpose = whole.purpose) =>
  decide({ ...whole, act, actor, purpose }, known);

/** Who may do what, written out once more by hand: i(nvestigator) l(iaison) r(ecords) d(ata protection) o(perator) P(artner) S(ystem). */
const EXPECTED: Record<Act, string> = {
  'sign-in': 'ilrdo-S',
  'sign-out': 'ilrdo--',
  'search-own': 'il-----',
  'screen-list': 'il-----',
  'read-screening': 'il-----',
  'end-screening': 'il-----',
  'consult-record': 'ilr----',
  'review-records': 'i-r----',
  'judge-records': 'i-r----',
  'revoke-judgement': 'i-r----',
  'resolve-records': '------S',
  'open-case': 'il-----',
  'preview-question': 'il-----',
  'ask-partners': 'il-----',
  'declare-standing': 'il-----',
  'renew-standing': 'il----S',
  'end-standing': 'il----S',
  'raise-alert': '------S',
  'acknowledge-alert': 'il-----',
  'read-standing': 'il-d---',
  'answer-question': '-----P-',
  'read-questions': 'il-d---',
  'set-hit-aside': 'il----S',
  'send-request': 'il-----',
  'receive-request': '-----P-',
  'read-requests': 'il-d---',
  'decide-request': '-l-----',
  'receive-answer': '-----PS',
  'raise-not-held-alarm': '------S',
  'close-not-held-alarm': '---d---',
  'propose-settlement': '-l--o--',
  'settle-conflict': '---d---',
  'review-other-keys': '---d---',
  'propose-grant': '-lr----',
  'grant-budget': '---d---',
  'receive-grant': '-----P-',
  'review-grant': '---d---',
  'send-statement': '------S',
  'receive-statement': '-----P-',
  'compare-statement': '------S',
  'settle-difference': '---d---',
  'view-partners': '-lrdo--',
  'view-network': 'il-----',
  'run-intake': '--r---S',
  'view-intake': '--rd---',
  'view-ledger': '---d---',
  'export-ledger': '---d--S',
  'answer-audit': '------S',
  'publish-index': '----o-S',
  'repair-index': '------S',
  'begin-epoch': '------S',
  'notice-restore': '------S',
  'notice-other-keys': '------S',
  'receive-index': '-----PS',
  'confirm-deletion': '------S',
  'receive-index-receipt': '-----P-',
  'view-withdrawals': '--rd---',
  'receive-checkpoint': '-----PS',
  'start-server': '------S',
  configure: '----o-S',
  'read-access-text': '---d---',
  'erase-access-text': '---d--S',
  'erase-received-copy': '-l----S',
};

describe('the policy table', () => {
  it.each(ACT_NAMES)('decides %s for every role as it is written here', (act) => {
    const actors = [
      ...ROLES.map((role) => officer(role)),
      { type: 'partner', agencyId: 'crp' } as const,
      { type: 'system' } as const,
    ];
    const letters = 'ilrdoPS';
    const decided = actors
      .map((actor, n) => (ask(act, actor).decision === 'allow' ? letters[n] : '-'))
      .join('');
    expect(decided).toBe(EXPECTED[act]);
  });

  it('lets a point of contact ask for its own tasks only', () => {
    const answers = PURPOSES.map((purpose) => [
      purpose,
      ask('ask-partners', officer('liaison'), purpose).rule,
    ]);
    expect(Object.fromEntries(answers)).toEqual({
      'investigate-offence': 'purpose-not-allowed',
      'prevent-offence': 'purpose-not-allowed',
      'locate-wanted-person': 'liaison/ask-partners',
      'identify-victim': 'liaison/ask-partners',
    });
  });

  it.each(['ask-partners', 'search-own', 'send-request'] as const)(
    'needs purpose, legal basis and an open case for %s',
    (act) => {
      const { purpose, legalBasis, caseId } = whole;
      const actor = officer('investigator');
      expect(decide({ act, actor, legalBasis, caseId }, known).rule).toBe('purpose-needed');
      expect(decide({ act, actor, purpose, caseId }, known).rule).toBe('legal-basis-needed');
      expect(decide({ act, actor, purpose, legalBasis }, known).rule).toBe('case-needed');
      expect(decide({ act, actor, purpose, legalBasis, caseId }, { caseOpen: false }).rule).toBe(
        'case-unknown',
      );
    },
  );

  it('denies what it does not know: act, role, purpose, legal basis, offence', () => {
    const actor = officer('investigator');
    const request = { ...whole, act: 'search-own', actor } as const;
    const strange = (changed: object) => decide({ ...request, ...changed } as ActRequest, known);
    expect(strange({ act: 'delete-everything' })).toEqual({ decision: 'deny', rule: 'act-unknown' });
    expect(strange({ act: 'constructor' })).toEqual({ decision: 'deny', rule: 'act-unknown' });
    expect(strange({ actor: { ...actor, role: 'chief' } })).toEqual({
      decision: 'deny',
      rule: 'role-unknown',
    });
    expect(strange({ actor: { ...actor, role: 'toString' } })).toEqual({
      decision: 'deny',
      rule: 'role-unknown',
    });
    expect(strange({ purpose: 'curiosity' })).toEqual({ decision: 'deny', rule: 'purpose-not-allowed' });
    expect(strange({ legalBasis: 'none' })).toEqual({ decision: 'deny', rule: 'legal-basis-unknown' });
    expect(strange({ offence: 'jaywalking' })).toEqual({ decision: 'deny', rule: 'offence-unknown' });
  });

  it('allows nothing that was not written down, whatever is asked', () => {
    const word = fc.oneof(fc.string(), fc.constantFrom(...ACT_NAMES, ...ROLES));
    fc.assert(
      fc.property(word, word, (act, role) => {
        const request = {
          ...whole,
          act,
          actor: { type: 'officer', officerId: 'x', role },
        } as unknown as ActRequest;
        const allowed = decide(request, known).decision === 'allow';
        const listed = Object.hasOwn(ACTS, act) && Object.hasOwn(readActRule(act)?.officers ?? {}, role);
        expect(allowed).toBe(listed);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('docs/ledger-events.md', () => {
  const text = readFileSync(new URL('../../docs/ledger-events.md', import.meta.url), 'utf8');
  const rows = text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
  const words = (cell: string | undefined): string[] =>
    cell === '–' || cell === undefined ? [] : cell.split(', ');

  it('lists exactly the acts of the code, with their operation, actors, needs and sentence', () => {
    const documented = rows.filter((row) => row.length === 5);
    expect(documented.map((row) => row[0])).toEqual(ACT_NAMES.map((act) => `\`${act}\``));
    for (const [name, operation, actors, needs, sentence] of documented) {
      const rule = readActRule((name ?? '').replaceAll('`', '')) ?? expect.fail('not in the code');
      expect(operation).toBe(rule.operation);
      const roles = Object.entries(rule.officers).map(([role, purposes]) =>
        purposes === 'any' ? role : `${role} (${purposes.join(' or ')})`,
      );
      expect(words(actors)).toEqual([
        ...roles,
        ...(rule.partner ? ['partner'] : []),
        ...(rule.system ? ['system'] : []),
      ]);
      const { purpose, legalBasis, case: ofCase } = rule.needs ?? {};
      expect(words(needs)).toEqual([
        ...(purpose ? ['purpose'] : []),
        ...(legalBasis ? ['legal basis'] : []),
        ...(ofCase ? ['case'] : []),
      ]);
      expect(sentence).toBe(rule.sentence);
    }
  });

  it('lists exactly the rules under which something is refused', () => {
    const documented = rows.filter((row) => row.length === 2);
    expect(documented).toEqual(
      Object.entries(DENY_SENTENCES).map(([rule, sentence]) => [`\`${rule}\``, sentence]),
    );
  });
});
