import { Fragment, type JSX } from 'react';
import { scriptOf } from './script.ts';

/** A value as its owner wrote it, kept apart from the line around it: an Arabic name turns nothing else round. */
export function Written({ text }: { readonly text: string }): JSX.Element {
  return <bdi {...scriptOf(text)}>{text}</bdi>;
}

/** Several values that were joined by a middle dot, each kept apart from the others. */
export function WrittenList({ text }: { readonly text: string }): JSX.Element {
  return (
    <>
      {text.split(' · ').map((part, index) => (
        <Fragment key={`${part}${index}`}>
          {index > 0 && ' · '}
          <Written text={part} />
        </Fragment>
      ))}
    </>
  );
}
