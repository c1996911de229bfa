/** What `--help` says of each command after its options: an example to copy, what comes out, what the exit codes mean. */
export const HELP = {
  entente: `
Exit codes: 0 done · 1 done, and the answer is no (no hit, not whole, quarantined, discarded) · 2 wrong use · 3 failed
Start with:  npx entente demo          five agencies, five old systems, one hidden network
A command that fails says why in one sentence and a code in brackets; docs/errors.md lists the codes.`,
  demo: `
Prints the desks' addresses and sign-ins as soon as they work, and says when everything is loaded. Ctrl-C ends all of it; the
next start finds everything as it was. To begin anew, remove the folder. Each server's log is in <folder>/demo/logs.

Examples:  npx entente demo
           npx entente demo --people 300 --port-base 8400 --data /tmp/town     a small one, beside another

Exit codes: 0 stopped with Ctrl-C · 2 wrong use · 3 failed, or none of its servers runs any more`,
  serve: `
The server is the operator's: docs/guides/operator.md describes agency.yaml, the keys and the agreement. Its desk is plain http on
this machine; elsewhere it refuses to start without a certificate or a declared proxy. Its log goes to standard error, a JSON
object a line, with codes and never with values. Ctrl-C or SIGTERM ends it in order.

Example:   npx entente serve --config /srv/entente/agency.yaml

Exit codes: 0 stopped · 2 wrong use · 3 failed: the configuration, the keys, the database or a port`,
  intakeTry: `
Try a mapping until its complaints are those that you expect; only then run it. Rows: read = accepted + unchanged + quarantined +
skipped. Cells: read = stated + empty + unknown + bad.

Examples:  npx entente intake try MAINCOUR.CSV --mapping demo/mappings/crp.yaml
           npx entente intake try --connection reader.url --mapping demo/mappings/fio.yaml

Exit codes: 0 every row would be taken · 1 some would be quarantined · 2 wrong use · 3 the file or the mapping cannot be read`,
  intakeRun: `
A load is visible all at once or not at all. Rows that cannot be read are kept whole in the quarantine, with their reason; over the
mapping's quarantine-limit the whole load is discarded. Not while a server with a database of its own runs on the same data.

Example:   npx entente intake run MAINCOUR.CSV --mapping crp.yaml --config agency.yaml --json

Exit codes: 0 published · 1 discarded, nothing was kept · 2 wrong use · 3 failed`,
  ask: `
Own records and copies are searched first. The preview says what would be asked of whom and what it costs of the budget; only
--send asks. Everything stands in the ledger of the desk, under the officer's name.

Example:   npx entente ask "+33 6 39 98 47 11" --desk http://127.0.0.1:7401 --name m.dorvane --password-file password.txt \\
             --case 2026/114 --because "number on a SIM used once" --send

Exit codes: 0 a hit (or a preview) · 1 no hit, and at least one partner answered in full · 2 wrong use · 3 failed, or nobody could answer`,
  ledgerVerify: `
For an outsider: it needs the file and the key alone, no database and no configuration. Keep the checkpoint of each visit: with
--known the next one also proves that nothing was cut off or rewritten since.

Example:   npx entente ledger verify ledger.ndjson --key ledger.key --known checkpoint.txt

Exit codes: 0 it holds · 1 it does not, or nothing vouches for it · 2 wrong use · 3 a file or the key cannot be read`,
  ledgerExport: `
Signs a checkpoint over everything so far, then writes all entries up to it, a JSON object a line. There is no readable personal
data in it; it is pseudonymised, for the authority and witnesses, not for publication.

Example:   npx entente ledger export --config agency.yaml --out ledger.ndjson

Exit codes: 0 done · 2 wrong use · 3 failed`,
  ledgerKey: `
Give it to whoever shall verify, by a way that you trust.

Example:   npx entente ledger key --config agency.yaml > ledger.key

Exit codes: 0 done · 2 wrong use · 3 failed`,
  agreementCheck: `
Takes a draft (the bytes to sign) or a signed agreement; signatures and dates are not looked at. The larger a budget, the fewer values
of a block of numbers go out bare, so that guessing finds ten records at most; over a million elements an epoch too few would, and no
server starts under such an agreement.

Example:   npx entente agreement check agreement.json

Exit codes: 0 the rule is kept · 1 it is broken · 2 wrong use · 3 the file cannot be read`,
  keysNewEpoch: `
A new epoch has a new seed: partners fetch a new index and ask what they asked again, counted. What was evaluated under the old seed stays
testable only against the old index. Questions that are under way are answered for seven more days. A running server takes it up
within a minute; it need not be stopped, unless it has a database of its own.

Do not use --without-silent lightly: if a partner that is silent holds something newer than all others, it will take the new epoch for a
second chain, and people of both agencies must settle that by hand.

Examples:  npx entente keys new-epoch --config agency.yaml
           npx entente keys new-epoch --config agency.yaml --without-silent

Exit codes: 0 done · 1 no epoch was running · 2 wrong use · 3 failed`,
  ledgerCheckpoint: `
A signed note of a few lines (C2SP tlog-checkpoint). Whoever keeps it can see later whether the ledger was rewritten.

Example:   npx entente ledger checkpoint --config agency.yaml > checkpoint.txt

Exit codes: 0 done · 1 there is none yet · 2 wrong use · 3 failed`,
} as const;
