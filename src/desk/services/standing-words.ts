import { answerSentence } from './answer-words.ts';

/** What a coded "not watched" or "ended" means to the officer who watches, beside the codes of any question. */
const WORDS: Readonly<Record<string, string>> = {
  'index-incomplete': 'Their newest list has not arrived here in full. It is looked up as soon as it has.',
  'epoch-unknown': 'They began a new epoch. The question is asked anew as soon as their new index is here.',
  'not-followed': 'Their server has not been reached since. What they announce is looked up when it is.',
  'not-answered-in-time': 'They could not be reached in time. The question is asked anew when they can.',
  'tags-unreadable': 'What was kept to look up cannot be opened here. The question is asked anew.',
  'pairs-of-old-version':
    'Their newest list is of an old version, in which two half keys together cannot be watched. The question is asked anew.',
  'budget-used-up':
    'Our budget with them is used up for today. The question is asked anew after midnight UTC.',
  'budget-epoch-used-up':
    'Our budget with them is used up until their next epoch. It is tried each day, in case they grant more.',
  'budget-all-used-up':
    'All their partners together have used up today what they evaluate. The question is asked anew after midnight UTC.',
  'budget-all-epoch-used-up':
    'All their partners together have used up what they evaluate until their next epoch. It is tried each day.',
  'officer-share-used-up':
    'Its officer has used up today what one officer may take of our budget with them. It is asked anew after midnight UTC.',
  'officer-epoch-share-used-up':
    'Its officer has used up what one officer may take of our budget with them until their next epoch. It is tried each day.',
  'purpose-share-used-up':
    'What one purpose may take of our budget with them is used up for today. It is asked anew after midnight UTC.',
  'purpose-epoch-share-used-up':
    'What one purpose may take of our budget with them is used up until their next epoch. It is tried each day.',
  'half-keys-only':
    'Only half keys could be asked of them, and among so many records they fit too many to be watched.',
  'nothing-to-ask': 'Nothing of it may be asked of them now.',
  stopped: 'An officer stopped it.',
  expired: 'Its last day has passed.',
  'case-closed': 'Its case was closed.',
  'officer-left': 'The officer in whose name it stood has left.',
  'basis-gone': 'The policy does not let its officer ask this any more.',
  'purpose-not-agreed': 'The agreement does not allow questions for this purpose any more.',
  'partner-left': 'They are no member of the agreement any more.',
  'no-partner-left': 'No partner is left at which it stood.',
};

/** The sentence of a code; one that any question may have is said as there. */
export function standingSentence(code: string): string {
  return WORDS[code] ?? answerSentence(code);
}
