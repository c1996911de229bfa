import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type JSX, useEffect, useState } from 'react';
import type { SessionView } from '../../api/contract.ts';
import { call } from '../api-client.ts';
import { Icon } from '../parts/icon.tsx';
import { Failure } from '../parts/states.tsx';
import { useWords } from '../words.ts';
import { LoadingSteps } from './loading-steps.tsx';

/** Whose desk this is, how far loading got, and the way in. */
export function SignIn({ session }: { readonly session: SessionView }): JSX.Element {
  const t = useWords();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  useEffect(() => {
    document.title = t('app.title', { page: t('sign-in.title') });
  });
  const enter = useMutation({
    mutationFn: (who: { name: string; password: string }) => call('POST', '/api/session', { body: who }),
    onSuccess: () => client.resetQueries(),
  });
  const { agency, demoSignIns = [] } = session;
  return (
    <main className="sign-in">
      <div className="panel">
        <header>
          <span className="own-tag own-0">{agency.letters}</span>
          <h1>{agency.name}</h1>
          <span className="grow" />
          <span className="meta">{t('app.name')}</span>
        </header>
        {session.locked === true && (
          <p className="note">
            <Icon name="lock" />
            {t('sign-in.locked')}
          </p>
        )}
        <div className="cols">
          <form
            onSubmit={(event) => {
              event.preventDefault();
              enter.mutate({ name, password });
            }}
          >
            <p className="c-2">{t('sign-in.promise')}</p>
            <label className="label">
              {t('sign-in.name')}
              <input
                className="input"
                name="name"
                autoComplete="username"
                required
                maxLength={100}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            </label>
            <label className="label">
              {t('sign-in.password')}
              <input
                className="input"
                name="password"
                type="password"
                autoComplete="current-password"
                required
                maxLength={200}
                value={password}
                onChange={(event) => setPassword(event.target.value)}
              />
            </label>
            <div>
              <button type="submit" className="btn pri" disabled={enter.isPending}>
                {t('sign-in.do')}
              </button>
            </div>
            {enter.error !== null && <Failure error={enter.error} acting />}
          </form>
          <div>
            <LoadingSteps />
            {demoSignIns.length > 0 && (
              <section className="stack">
                <h2>{t('sign-in.demo')}</h2>
                <div className="who-list">
                  {demoSignIns.map((who) => (
                    <button
                      key={who.name}
                      type="button"
                      className="btn"
                      onClick={() => enter.mutate({ name: who.name, password: who.password })}
                    >
                      {who.name}
                      <span className="meta">{t(`role.${who.role}`)}</span>
                    </button>
                  ))}
                </div>
                <p className="meta">{t('sign-in.demo.note')}</p>
              </section>
            )}
          </div>
        </div>
      </div>
    </main>
  );
}
