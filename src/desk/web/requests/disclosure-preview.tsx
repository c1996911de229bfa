import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { DisclosureDraft, DisclosurePreview as PreviewView } from '../../api/contract.ts';
import type { RefusalGround } from '../../../model/index.ts';
import { call } from '../api-client.ts';
import { badgeOf, useDesk } from '../desk-context.ts';
import { Icon } from '../parts/icon.tsx';
import { View } from '../parts/states.tsx';
import { Handling } from '../parts/tags.tsx';
import { Written } from '../parts/written.tsx';
import { dateOf } from '../time.ts';
import { useWords } from '../words.ts';
import { ThingName, ThingTable } from './thing-table.tsx';

interface PreviewProps {
  readonly requestId: string;
  readonly partner: string;
  readonly draft: DisclosureDraft;
}

/** The answer as its reader will get it, made by the server from the message it would send. */
export function DisclosurePreview({ requestId, partner, draft }: PreviewProps): JSX.Element {
  const t = useWords();
  const name = badgeOf(useDesk(), partner).name;
  const preview = useQuery<PreviewView>({
    queryKey: ['api', 'requests', requestId, 'preview', JSON.stringify(draft)],
    queryFn: () => call<PreviewView>('POST', `/api/requests/${requestId}/preview`, { body: draft }),
    staleTime: 60_000,
  });
  return (
    <>
      <p className="note flush-note">
        <Icon name="info" />
        {t('preview.note', { partner: name })}
      </p>
      <View of={preview}>{(view) => <Message view={view} />}</View>
    </>
  );
}

function Message({ view }: { readonly view: PreviewView }): JSX.Element {
  const t = useWords();
  return (
    <>
      <ThingTable fields={view.fields} />
      {view.bare.length > 0 && (
        <div className="pad">
          <p className="meta">{t('preview.bare')}</p>
          <ul>
            {view.bare.map((head) => (
              <li key={head.ref}>
                <ThingName head={head} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {view.links.length > 0 && (
        <>
          <h3 className="sub">{t('network.links')}</h3>
          <ul className="pad stack">
            {view.links.map((one) => (
              <li key={`${one.from}${one.link}${one.to}`}>
                <Written text={one.from} /> {t(`link.${one.link}`)} <Written text={one.to} />{' '}
                <Handling codes={one.handling} />
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="whole">
        {t('decision.whole')} <Handling codes={view.handling} />
        <span>{t('preview.goes', { date: dateOf(view.expiresAt) })}</span>
      </p>
    </>
  );
}

/** What a refusal tells: its ground and nothing else. */
export function RefusalPreview({
  ground,
  partner,
}: {
  readonly ground: RefusalGround;
  readonly partner: string;
}): JSX.Element {
  const t = useWords();
  const name = badgeOf(useDesk(), partner).name;
  return (
    <div className="pad stack">
      <p className="note">
        <Icon name="info" />
        {t('preview.note', { partner: name })}
      </p>
      <p className="big">{t('answer.refused', { ground: t(`ground.${ground}`) })}</p>
      <p className="c-2">{t('preview.refusal')}</p>
    </div>
  );
}
