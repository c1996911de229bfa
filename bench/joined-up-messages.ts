/** What the threads of the joined-up benchmark tell each other. */
import type { Subject } from '../src/match/index.ts';
import type { LinkKind } from './joined-up-links.ts';

/** A record of an agency as the pool would have it. */
export interface PooledRecord {
  readonly agency: string;
  readonly entityId: string;
  readonly kind: string;
  readonly shareable: boolean;
  /** On the agency's list: a suspect or convicted person that may be shared. */
  readonly asked: boolean;
  readonly subject: Subject;
}

/** An own record, or one in a disclosure: whose that is the owner's decision says. */
export type Ref = { readonly own: string } | { readonly request: string; readonly ref: string };

/** What an asking officer made of one disclosed record. */
export interface Judged {
  readonly request: string;
  readonly ref: string;
  /** The records it was compared with, and how each is joined to it. */
  readonly pairs: readonly { readonly left: Ref; readonly links: readonly LinkKind[] }[];
  /** What the disclosure said; empty when it is only compared again. */
  readonly fields: readonly string[];
}

/** A request as its owner saw it. */
export interface Decided {
  readonly request: string;
  readonly from: string;
  /** The records behind the opened keys, disclosed or not: whose owner learns what the request says. */
  readonly behind: readonly string[];
  /** The records disclosed, as the disclosure calls them; none: nothing was behind the key, or somebody else. */
  readonly disclosed: readonly { readonly ref: string; readonly entityId: string }[];
  readonly openings: readonly { readonly rule: string; readonly value: string }[];
  /** Fields of the person meant that the request told beside the opened keys. */
  readonly told: readonly string[];
}

export interface WaveReport {
  readonly wave: number;
  readonly subjects: number;
  readonly questions: number;
  readonly keys: number;
  readonly padded: number;
  readonly hits: number;
  readonly seconds: number;
}

export interface AskReport {
  readonly asked: number;
  readonly waves: readonly WaveReport[];
  readonly judged: readonly Judged[];
  /** Requests and what each was about: the records of ours (or copies) whose values it showed. */
  readonly requests: readonly {
    readonly id: string;
    readonly partner: string;
    readonly about: readonly Ref[];
  }[];
  readonly refused: number;
  readonly unanswered: number;
}
