import { type JSX, lazy, Suspense, useState } from 'react';
import type { SessionView } from '../../api/contract.ts';
import { AskPage } from '../ask/ask-page.tsx';
import { type Desk, DeskProvider } from '../desk-context.ts';
import { useKeys } from '../keyboard.ts';
import { useKept } from '../kept.ts';
import { Loading } from '../parts/states.tsx';
import { RecordDialog } from '../record/record-dialog.tsx';
import { useCases } from '../queries.ts';
import { RequestsPage } from '../requests/requests-page.tsx';
import { go, type Room, usePlace } from '../router.ts';
import { useWords } from '../words.ts';
import { AlertStrip, useUnseenAlerts } from './alert-strip.tsx';
import { Bar } from './bar.tsx';
import { KeysHelp } from './keys-help.tsx';
import { NotYours } from './not-yours.tsx';
import { Palette } from './palette.tsx';
import { Rail } from './rail.tsx';
import { RestoredStrip } from './restored-strip.tsx';
import { may, mayOpen, roomsOf } from './rooms.ts';

const NetworkPage = lazy(() =>
  import('../network/network-page.tsx').then(({ NetworkPage: page }) => ({ default: page })),
);
const IntakePage = lazy(() =>
  import('../intake/intake-page.tsx').then(({ IntakePage: page }) => ({ default: page })),
);
const ReviewPage = lazy(() =>
  import('../review/review-page.tsx').then(({ ReviewPage: page }) => ({ default: page })),
);
const StandingPage = lazy(() =>
  import('../standing/standing-page.tsx').then(({ StandingPage: page }) => ({ default: page })),
);
const PartnersPage = lazy(() =>
  import('../partners/partners-page.tsx').then(({ PartnersPage: page }) => ({ default: page })),
);
const LedgerPage = lazy(() =>
  import('../ledger/ledger-page.tsx').then(({ LedgerPage: page }) => ({ default: page })),
);

const PAGES: Readonly<Record<Room, (props: { readonly item: string | null }) => JSX.Element>> = {
  ask: AskPage,
  network: () => <NetworkPage />,
  requests: RequestsPage,
  standing: ({ item }) => <StandingPage item={item} />,
  intake: ({ item }) => <IntakePage item={item} />,
  people: ({ item }) => <ReviewPage item={item} />,
  partners: () => <PartnersPage />,
  ledger: () => <LedgerPage />,
};

interface ShellProps {
  readonly session: SessionView;
  readonly officer: NonNullable<SessionView['officer']>;
}

/** Bar, rail and the room the address names. */
export function Shell({ session, officer }: ShellProps): JSX.Element {
  const t = useWords();
  const place = usePlace();
  const cases = useCases(may(officer, 'read-questions'));
  const [caseId, chooseCase] = useKept(`case.${session.agency.id}`, '');
  const [over, setOver] = useState<'keys' | 'palette' | null>(null);
  const [drawer, setDrawer] = useState(false);
  const known = cases.data ?? [];
  const desk: Desk = {
    agency: session.agency,
    partners: session.partners,
    standingDaysMax: session.standingDaysMax,
    officer,
    cases: known,
    currentCase: known.find(({ id }) => id === caseId) ?? known[0] ?? null,
    chooseCase,
  };
  const to = (room: Room): (() => void) | undefined =>
    mayOpen(officer, room) ? () => go(`/${room}`) : undefined;
  useKeys({
    'g a': to('ask'),
    'g n': to('network'),
    'g r': to('requests'),
    'g s': to('standing'),
    'g i': to('intake'),
    'g p': to('people'),
    'g t': to('partners'),
    'g l': to('ledger'),
    '?': () => setOver('keys'),
    'Ctrl+k': () => setOver('palette'),
  });
  // Who comes in without an address stands in the first room that is open to the role.
  const room = place.named ? place.room : (roomsOf(officer)[0] ?? place.room);
  const Page = PAGES[room];
  const record = place.query.get('record');
  const unseen = useUnseenAlerts();
  const page = t('app.title', { page: t(`rail.${room}`) });
  const title = unseen === 0 ? page : t('app.title.alerts', { count: unseen, title: page });
  return (
    <DeskProvider value={desk}>
      <title>{title}</title>
      <div className={drawer ? 'shell drawn' : 'shell'}>
        <Bar drawer={drawer} onDrawer={() => setDrawer(!drawer)} onPalette={() => setOver('palette')} />
        <RestoredStrip />
        <AlertStrip />
        <Rail room={room} onHelp={() => setOver('keys')} onGone={() => setDrawer(false)} />
        <Suspense
          fallback={
            <main>
              <div className="panel">
                <Loading />
              </div>
            </main>
          }
        >
          {mayOpen(officer, room) ? <Page item={place.item} /> : <NotYours room={room} />}
        </Suspense>
      </div>
      {over === 'keys' && <KeysHelp onClose={() => setOver(null)} />}
      {over === 'palette' && <Palette onClose={() => setOver(null)} />}
      {record !== null && desk.currentCase !== null && may(officer, 'consult-record') && (
        <RecordDialog
          key={record}
          id={record}
          caseId={desk.currentCase.id}
          onClose={() => go(location.pathname)}
        />
      )}
    </DeskProvider>
  );
}
