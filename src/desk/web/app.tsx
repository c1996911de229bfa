import type { JSX } from 'react';
import { useSession } from './queries.ts';
import { Failure, Loading } from './parts/states.tsx';
import { Shell } from './shell/shell.tsx';
import { SignIn } from './sign-in/sign-in.tsx';

/** Signed in: the shell. Else the sign-in page, at whatever address the reader stands, so that nothing is lost. */
export function App(): JSX.Element {
  const session = useSession();
  if (session.data === undefined) {
    return session.error === null ? (
      <Loading />
    ) : (
      <Failure error={session.error} retry={() => void session.refetch()} />
    );
  }
  const { officer } = session.data;
  return officer === null ? (
    <SignIn session={session.data} />
  ) : (
    <Shell session={session.data} officer={officer} />
  );
}
