import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { type Clock, Closing, randomId, systemClock } from './base/index.ts';
import { type Background, startBackground } from './background.ts';
import type { AgencyConfig } from './config.ts';
import { createDeskServer, createDeskServices, type StatusView } from './desk/index.ts';
import {
  ALERT_JOB,
  alertJob,
  type AlertWebhook,
  buildMessage,
  createExchange,
  enqueueAlert,
  type Exchange,
  readWebhookKey,
  requireSetting,
  toBody,
  waitingIntents,
} from './exchange/index.ts';
import { closeBrokenRuns } from './intake/index.ts';
import { loadLedgerSigner, type Sequencer, startSequencer } from './ledger/index.ts';
import { LedgerWatch } from './ledger-watch.ts';
import { MIGRATION_PLAN } from './migration-plan.ts';
import { openSealerOf } from './open-sealer.ts';
import {
  createOfficer,
  createOversight,
  listOfficers,
  type Oversight,
  type PasswordCost,
} from './oversight/index.ts';
import { createIndexBuilder, sealedArithmetic, sealedReady } from './sealed/index.ts';
import {
  type Database,
  type JobRunner,
  migrate,
  openDatabase,
  startJobRunner,
  type Transaction,
} from './store/index.ts';
import {
  type Agreement,
  type AgencyKeys,
  createPeerClient,
  enqueueMessage,
  LEDGER_KEY_FILE,
  loadAgencyKeys,
  type Outbox,
  parseAgreement,
  startOutbox,
  startPeerServer,
} from './wire/index.ts';

/** One agency, running. Disposing it ends everything in order; what was committed stays. */
export interface Agency extends AsyncDisposable {
  readonly id: string;
  readonly config: AgencyConfig;
  readonly database: Database;
  readonly oversight: Oversight;
  readonly exchange: Exchange;
  readonly sequencer: Sequencer;
  readonly outbox: Outbox;
  /** Work that is tried again until it is done; null where there is none to do. */
  readonly jobs: JobRunner | null;
  readonly background: Background;
  readonly keys: AgencyKeys;
  readonly agreement: Agreement;
  readonly desk: FastifyInstance | null;
  readonly deskPort: number;
  readonly peerPort: number;
  status(): StatusView;
}

export interface ComposeOptions {
  readonly config: AgencyConfig;
  readonly databaseUrl: string;
  readonly logger: Logger;
  readonly clock?: Clock;
  /** Absent: the built pages beside this program; null: the API alone. */
  readonly webFolder?: string | null;
  /** The agreement, where a journey has it at hand already; otherwise the file that the configuration names. */
  readonly agreementText?: string;
  /** False in journeys that move the background by hand. */
  readonly automatic?: boolean;
  /** False in journeys in which nobody opens the desk. */
  readonly withDesk?: boolean;
  /** Less than a server pays, in journeys that make officers by the hundred; no configuration can name it. */
  readonly passwordCost?: PasswordCost;
}

/** Joins all rooms into one agency: opens its keys and hands each room its own, then starts to serve. */
export async function composeAgency(options: ComposeOptions): Promise<Agency> {
  const { config, logger } = options;
  const clock = options.clock ?? systemClock;
  await sealedReady();
  const { name: arithmetic, reason } = sealedArithmetic();
  if (reason !== null) logger.warn({ arithmetic, reason }, 'kernel-not-used');
  const keys = await loadAgencyKeys(config.keys);
  const agreementText = options.agreementText ?? readFileSync(config.agreement, 'utf8');
  const agreement = parseAgreement(agreementText, clock.now(), keys);
  for (const { keyClass, epochBudget, answer } of requireSetting(agreement.budgets))
    logger.info(
      { keyClass, elements: epochBudget, records: answer.expectedRecords, most: answer.limit },
      'setting-rule',
    );
  for (const folder of [config.data, join(config.data, 'segments')])
    mkdirSync(folder, { recursive: true, mode: 0o700 });

  const webhook =
    config.alerts === undefined
      ? null
      : { url: config.alerts.webhook.url, key: readWebhookKey(config.alerts.webhook.key) };
  const closing = new Closing();
  try {
    const sealer = await openSealerOf(config, agreement, (event) => logger.warn({}, event), clock);
    closing.add(() => sealer.close());
    const database = openDatabase({ url: options.databaseUrl, connectionsMax: 10 });
    closing.add(() => database.close());
    await migrate(database, MIGRATION_PLAN);
    const { passwordCost } = options;
    const oversight = createOversight({
      database,
      clock,
      agencyId: config.agency.id,
      ...(passwordCost === undefined ? {} : { passwordCost }),
    });
    await closeBrokenRuns(database, clock);
    await oversight.closeUnknown({ waiting: await waitingIntents(database) });
    await makeDemoOfficers(config, database, oversight);

    const client = createPeerClient({ keys, self: config.agency.id, agreement: () => agreement, clock });
    const log = (event: string, fields: Readonly<Record<string, string | number>>): void =>
      logger.info(fields, event);
    let outbox: Outbox | undefined;
    let jobs: JobRunner | null = null;
    const exchange = createExchange({
      agencyId: config.agency.id,
      country: config.agency.country,
      database,
      clock,
      oversight,
      keys,
      agreement: () => agreement,
      client,
      openIndexBuilder: () =>
        createIndexBuilder({ workers: config.workers ?? Math.max(1, availableParallelism() - 1) }),
      sealer,
      keyFolder: config.keys,
      padTo: config.index['pad-to'],
      segmentFolder: join(config.data, 'segments'),
      async post(tx, message) {
        await enqueueMessage(tx, message);
        tx.afterCommit(() => outbox?.wake(message.to));
      },
      sendAlert:
        webhook === null
          ? null
          : async (tx, alertId) => {
              await enqueueAlert(tx, alertId);
              tx.afterCommit(() => jobs?.wake());
            },
      log,
    });

    const watch = new LedgerWatch({ database, clock, publicKey: keys.ledgerPublicKey });
    const sequencer = startSequencer({
      database,
      clock,
      signer: loadLedgerSigner(join(config.keys, LEDGER_KEY_FILE), `entente/${config.agency.id}`),
      keepCheckpoint: (tx, note) => postCheckpoint(tx, note),
      onError: (error) => logger.error({ code: codeOf(error) }, 'ledger-turn-failed'),
    });
    closing.add(() => sequencer.stop());
    const postCheckpoint = async (tx: Transaction, note: string): Promise<void> => {
      const partners = agreement.members.filter((member) => member.id !== config.agency.id);
      for (const partner of partners) {
        const message = {
          id: randomId(),
          to: partner.id,
          kind: 'checkpoint',
          body: toBody({ note }),
        } as const;
        await enqueueMessage(
          tx,
          buildMessage({ clock, keys, agreement: () => agreement, agencyId: config.agency.id }, message),
        );
      }
      tx.afterCommit(() => outbox?.wake());
    };

    // Before anybody can ask: a restored state is noticed first, as far as partners are there to show it.
    await exchange.hearPartners();
    const peer = await startPeerServer({
      keys,
      self: config.agency.id,
      agreement: () => agreement,
      clock,
      host: config.peer.host,
      port: config.peer.port,
      onMessage: exchange.onMessage,
      onFetch: exchange.onFetch,
      onAlarm: (alarm) => logger.warn(alarm, 'peer-alarm'),
      log: { warn: (facts, sentence) => logger.warn(facts, sentence) },
    });
    closing.add(() => peer.close());
    outbox = startOutbox({
      database,
      client,
      clock,
      onAnswer: exchange.onAnswer,
      onRefused: exchange.onRefused,
      onExpired: exchange.onExpired,
      onError: (message, error) =>
        logger.debug({ kind: message.kind, partner: message.to, code: codeOf(error) }, 'message-not-sent'),
    });
    const started = outbox;
    closing.add(() => started.stop());
    closing.add(() => client.close());
    jobs = webhook === null ? null : startAlertJobs(webhook);
    const running = jobs;
    closing.add(async () => running?.stop());

    const background = startBackground({
      config,
      database,
      clock,
      oversight,
      exchange,
      watch,
      logger,
      automatic: options.automatic ?? true,
    });
    closing.add(() => background.stop());
    const desk = options.withDesk === false ? null : await openDesk();
    await exchange.catchUp();
    return {
      id: config.agency.id,
      config,
      database,
      oversight,
      exchange,
      sequencer,
      outbox: started,
      jobs: running,
      background,
      keys,
      agreement,
      desk,
      deskPort: desk === null ? 0 : portOf(desk),
      peerPort: peer.port,
      status: () => background.status(),
      [Symbol.asyncDispose]: () => closing.close(),
    };

    function startAlertJobs(to: AlertWebhook): JobRunner {
      const parts = { database, clock, agencyId: config.agency.id, log };
      return startJobRunner({
        database,
        clock,
        handlers: new Map([[ALERT_JOB, alertJob(parts, to)]]),
        onError: (job, error) => logger.warn({ job: job.kind, code: codeOf(error) }, 'job-failed'),
      });
    }

    async function openDesk(): Promise<FastifyInstance> {
      const server = createDeskServer(
        createDeskServices({
          agency: config.agency,
          database,
          clock,
          oversight,
          exchange,
          agreement: () => agreement,
          status: () => background.status(),
          verifyLedger: () => watch.last(),
          onJudged: () => void background.resolve(),
          ...(config['demo-officers'].length === 0 ? {} : { demoSignIns: config['demo-officers'] }),
        }),
        {
          host: config.desk.host,
          ...(config.desk['declared-origin'] === undefined
            ? {}
            : { declaredOrigin: config.desk['declared-origin'] }),
          ...(config.desk.certificate === undefined
            ? {}
            : {
                certificate: {
                  keyPem: readFileSync(config.desk.certificate.key, 'utf8'),
                  certPem: readFileSync(config.desk.certificate.cert, 'utf8'),
                },
              }),
          webFolder: options.webFolder === undefined ? builtPages() : options.webFolder,
          logger,
          clock,
        },
      );
      await server.listen({ host: config.desk.host, port: config.desk.port });
      closing.add(() => server.close());
      return server;
    }
  } catch (error) {
    await closing.close();
    throw error;
  }
}

/** Officers of a demonstration: made once, at the first start. */
async function makeDemoOfficers(
  config: AgencyConfig,
  database: Database,
  oversight: Oversight,
): Promise<void> {
  if (config['demo-officers'].length === 0 || (await listOfficers(database)).length > 0) return;
  await oversight.permit({ act: 'configure', actor: { type: 'system' } }, async (tx) => {
    const { passwordCost } = oversight;
    for (const officer of config['demo-officers']) await createOfficer(tx, { ...officer, passwordCost });
    return { value: undefined, outcome: { result: 'done', count: config['demo-officers'].length } };
  });
}

function builtPages(): string {
  return fileURLToPath(new URL('../web', import.meta.url));
}

function portOf(desk: FastifyInstance): number {
  const address = desk.server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'failed';
}
