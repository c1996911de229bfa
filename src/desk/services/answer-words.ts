import type { BudgetCode } from '../../exchange/index.ts';

/** What to do where it cannot wait. */
const BREAK_GLASS = 'if it cannot wait, call them: two of their people can grant more for some hours.';
const BREAK_GLASS_NOW = `${BREAK_GLASS.charAt(0).toUpperCase()}${BREAK_GLASS.slice(1)}`;

/**
 * What a coded "not answered" or "refused" means to the officer who asked, one sentence a code. The codes are those of
 * `exchange` and `sealed` (what we found), and of a partner's signed refusal (what it said).
 */
const WORDS: Readonly<Record<string, string>> = {
  // we could not ask, or the answer could not be used
  'index-incomplete': 'Their index has not arrived here in full. Nothing was sent to them.',
  'version-differs': 'Their match keys are of another version than ours, so the two cannot be compared.',
  'rules-not-published':
    'Their version publishes nothing of what was asked about. Nothing was sent to them, and nothing was compared.',
  'epoch-unknown': 'Their keys have changed since. Ask again when their new index has arrived.',
  'not-answered-in-time': 'Their server could not be reached in time. The question expired unanswered.',
  'proof-invalid': 'Their answer was not made with the key they announced. It was not used.',
  'manifest-invalid': 'Their list of what they hold did not verify. Their answer was not used.',
  'manifest-chain':
    'Their list of what they hold does not follow from the one before. Their answer was not used.',
  'manifest-rolled-back':
    'They show an older list of what they hold than before. Nothing was compared until they have gone on.',
  'no-disk-space': 'Our own disk is full, so their index could not be kept. Nothing was compared.',
  'key-conflict':
    'They showed two different keys for one time. Their answer was not used, and both are kept.',
  'second-key': 'They showed two different keys for one time. Their answer was not used, and both are kept.',
  'segment-invalid': 'A part of their index is damaged here and must be fetched again.',
  'question-closed': 'The question was closed before their answer came. Ask again.',
  // they refused
  'restored-from-backup':
    'Their server was restored from a backup and begins a new epoch. Ask again when their new index has arrived.',
  'budget-used-up': `Our whole budget with them is used up for today. Ask again after midnight UTC; ${BREAK_GLASS}`,
  'budget-epoch-used-up': `Our budget with them is used up until their next epoch. ${BREAK_GLASS_NOW}`,
  'budget-all-used-up': `All their partners together have used up today what they evaluate. Ask again after midnight UTC; ${BREAK_GLASS}`,
  'budget-all-epoch-used-up': `All their partners together have used up what they evaluate until their next epoch. ${BREAK_GLASS_NOW}`,
  'officer-share-used-up': `You have used up today what one officer may take of our budget with them. Ask again after midnight UTC, or let a colleague ask; ${BREAK_GLASS}`,
  'officer-epoch-share-used-up': `You have used up what one officer may take of our budget with them until their next epoch. Let a colleague ask. ${BREAK_GLASS_NOW}`,
  'purpose-share-used-up': `What one purpose may take of our budget with them is used up for today. Ask again after midnight UTC; ${BREAK_GLASS}`,
  'purpose-epoch-share-used-up': `What one purpose may take of our budget with them is used up until their next epoch. ${BREAK_GLASS_NOW}`,
  'purpose-not-agreed': 'The agreement does not let them answer for this purpose.',
  'not-permitted': 'Their policy does not let this question be answered.',
  'elements-invalid': 'They could not read the sealed question.',
  'element-invalid': 'They could not read the sealed question.',
  'message-malformed': 'The message was not as the agreement says. It was not used.',
  malformed: 'The message was not as the agreement says. It was not used.',
  'too-large': 'The question was larger than they take.',
  'agreement-other': 'They work by another version of the agreement than we do.',
  'agreement-expired': 'The agreement has expired.',
  'unknown-partner': 'They do not know us as a partner.',
  'partner-revoked': 'They no longer take our messages.',
  'signature-invalid': 'The signature on the message did not verify.',
  'seal-broken': 'The message could not be opened: it was sealed for somebody else, or changed on the way.',
  'answer-other': 'What came back was the answer to something else. It was not used.',
  expired: 'The message arrived after its time.',
  'from-the-future': 'The clocks of the two servers differ too much.',
  'id-reused': 'They had seen another message under the same number.',
};

/** What a price says of a question or a list that a budget has no room for, before anybody is asked. */
const DOES_NOT_FIT: Readonly<Record<BudgetCode, string>> = {
  'budget-used-up': `This is more than what is left of our budget with them today. The rest can be asked after midnight UTC; ${BREAK_GLASS}`,
  'budget-epoch-used-up': `This is more than what is left of our budget with them until their next epoch. ${BREAK_GLASS_NOW}`,
  'budget-all-used-up': `This is more than what all their partners together may have today. ${BREAK_GLASS_NOW}`,
  'budget-all-epoch-used-up': `This is more than what all their partners together may have until their next epoch. ${BREAK_GLASS_NOW}`,
  'officer-share-used-up': `This is more than what you, as one officer, may still take of our budget with them today. The rest can be asked after midnight UTC, or by a colleague; ${BREAK_GLASS}`,
  'officer-epoch-share-used-up': `This is more than what you, as one officer, may still take of our budget with them until their next epoch. A colleague can ask the rest. ${BREAK_GLASS_NOW}`,
  'purpose-share-used-up': `This is more than what one purpose may still take of our budget with them today. The rest can be asked after midnight UTC; ${BREAK_GLASS}`,
  'purpose-epoch-share-used-up': `This is more than what one purpose may still take of our budget with them until their next epoch. ${BREAK_GLASS_NOW}`,
};

export const doesNotFitSentence = (code: BudgetCode): string => DOES_NOT_FIT[code];

/** The sentence of a code; a code that this version does not know is named as it is. */
export function answerSentence(code: string): string {
  return WORDS[code] ?? `No answer could be had from them (${code}).`;
}

/** The codes that have a sentence of their own. */
export const ANSWER_CODES: readonly string[] = Object.keys(WORDS);
