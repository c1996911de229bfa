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
  sealer: `
Start it as a user that owns the folder \`seeds\` and nothing else; the server, as another user, then holds no seed and cannot read one.
It answers over the socket alone, counts every element before it evaluates it, and never more than all partners together may have by
the agreement. Restart it when the agreement changes. SIGTERM ends it; the server answers again when it is back.

Example:   npx entente sealer --config /srv/entente/agency.yaml

Exit codes: 0 stopped · 2 wrong use · 3 failed: the configuration, the seeds, the agreement or the socket`,
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
  ledgerCompare: `
For an authority that has both exports. Each file is verified first. Then each message that one agency took is looked for in the
other's ledger under the hash that it was told, each that one sent under its arrival, and what was stated of a day is held
against the questions answered on it. The last hour of the shorter ledger is not compared.

Example:   npx entente ledger compare jpn.ndjson crp.ndjson --key jpn.key crp.key

Exit codes: 0 they agree · 1 they differ, or one of them does not hold · 2 wrong use · 3 a file or a key cannot be read`,
  ledgerExport: `
Signs a checkpoint over everything so far, then writes all entries up to it, a JSON object a line. There is no readable personal
data in it; it is pseudonymised, for the authority and witnesses, not for publication.

Example:   npx entente ledger export --config agency.yaml --out ledger.ndjson

Exit codes: 0 done · 2 wrong use · 3 failed`,
  ledgerKey: `
Give it to whoever shall verify, by a way that you trust.

Example:   npx entente ledger key --config agency.yaml > ledger.key

Exit codes: 0 done · 2 wrong use · 3 failed`,
  agreementMember: `
Give the file to whoever writes the draft; nothing in it is secret, but whoever receives it must be sure that it is yours. The
keys are made in the folder that agency.yaml names, once; after that the same keys are described again.

Example:   npx entente agreement member --config agency.yaml --address https://entente.jpn.example:7411 --size-class 100000 \\
             --out jpn.member.json

Exit codes: 0 done · 2 wrong use · 3 failed: the configuration, the keys, or a file of that name exists`,
  agreementDraft: `
Says on standard error what guessing could find under its budgets, by one partner and by all together, and refuses those that break
the setting rule. Where no --share is given, none is below 1024 elements: a small budget is not divided. Send the file to every member
as it is: whoever changes a byte has another agreement.

Example:   npx entente agreement draft --name "North Sea agreement" --member jpn.member.json crp.member.json --days 365 \\
             --budget communication=20000/100000 document=5000/10000 --all-partners communication=40000/200000 \\
             --share communication=25/75 --out draft.json

Exit codes: 0 done · 2 wrong use · 3 failed: a member's file, the setting rule, or a file of that name exists`,
  agreementSign: `
Prints on standard error who the members are, until when it holds and what its budgets allow: read it. Refuses a draft that names
this agency with other keys, or that no server would start under.

Example:   npx entente agreement sign draft.json --config agency.yaml --out jpn.signature.json

Exit codes: 0 signed · 2 wrong use · 3 failed, and nothing was signed`,
  agreementAssemble: `
Every member puts the result where its agency.yaml says, and starts.

Example:   npx entente agreement assemble draft.json jpn.signature.json crp.signature.json --out agreement.json

Exit codes: 0 done · 2 wrong use · 3 failed: a signature is missing, wrong, or of other bytes`,
  officersAdd: `
The password is read from a file, so that it stands in no list of processes and no history of a shell; remove the file afterwards.
Not while a server with a database of its own runs on the same data.

Example:   npx entente officers add m.dorvane --role investigator --password-file password.txt --config agency.yaml

Exit codes: 0 done · 2 wrong use · 3 failed: the name is taken, the password too short`,
  officersPassword: `
Sessions under the old password end.

Example:   npx entente officers password m.dorvane --password-file password.txt --config agency.yaml

Exit codes: 0 done · 2 wrong use, nobody of that name among it · 3 failed`,
  officersDisable: `
What they did stays in the ledger under their random id. A name that is disabled stays taken.

Example:   npx entente officers disable m.dorvane --config agency.yaml

Exit codes: 0 done · 2 wrong use, nobody of that name among it · 3 failed`,
  officersList: `
Example:   npx entente officers list --config agency.yaml --json

Exit codes: 0 done · 2 wrong use · 3 failed`,
  auditSample: `
For the authority: it needs the export and the key alone. Which samples it gets follows from a random number that the agency does not
know before. Published keys and segments are those of the running epoch; questions are those that are closed. Of segments a sample is all
that one partner is offered of one class, 16 bytes a key, or of pairs of half keys, 24 a pair. Send the request, keep a copy.

Examples:  npx entente audit sample ledger.ndjson --key ledger.key --out request.json
           npx entente audit sample ledger.ndjson --key ledger.key --what segments --samples 5 --out request.json
           npx entente audit sample ledger.ndjson --key ledger.key --what questions --of crp --samples 100 --out request.json

Exit codes: 0 drawn · 1 the export does not hold · 2 wrong use · 3 failed, or the ledger commits to nothing of that kind`,
  auditAnswer: `
For the agency: each published key with its record and its salt, or where the ledger says that it was taken back; each element that was
asked with its key and its case, or that it was padding. Misses of a list, and every question closed more than seven days ago, are
forgotten by design and said to be. Of segments: the tags of their keys, the padding seed, and 300 keys (or pairs) of each list, within a
day. It is written to the ledger. Not while a server with a database of its own runs on the same data.

Example:   npx entente audit answer request.json --config agency.yaml --out answer.json

Exit codes: 0 everything asked for is there · 1 some of it is not · 2 wrong use · 3 failed, or the request is of another ledger`,
  auditVerify: `
For the authority: every key and element must lead to a root in the ledger, and every segment must be built again bit for bit from its
keys and the padding that the ledger commits to. That a record exists and that a case bears a question no
file can show: --json lists what to look at.

Example:   npx entente audit verify answer.json --request request.json --ledger ledger.ndjson --key ledger.key

Exit codes: 0 everything was shown · 1 something is wrong or was not shown, or the export does not hold · 2 wrong use · 3 failed`,
  auditManifest: `
For a partner that was given another's ledger: every manifest that it keeps must be named there, and no class (nor pairs of
half keys) may have fewer entries than were published, or any where none was. Which entries are padding only an audit of segments shows.

Example:   npx entente audit manifest ledger-of-crp.ndjson --key crp.key --config agency.yaml

Exit codes: 0 it fits · 1 it does not, or the export does not hold · 2 wrong use · 3 failed`,
  agreementCheck: `
Takes a draft (the bytes to sign) or a signed agreement; signatures and dates are not looked at. The larger a budget, the fewer values
of a block of numbers go out bare, so that guessing finds ten records at most; over a million elements an epoch too few would, and no
server starts under such an agreement. It is said, too, what all partners together could find in a day and in an epoch, and how much
of a partner's budget one officer and one purpose may take.

Example:   npx entente agreement check agreement.json

Exit codes: 0 the rule is kept · 1 it is broken · 2 wrong use · 3 the file cannot be read`,
  keysRewrap: `
Stop the server (and a sealer of its own) first: they hold the former key in memory. Copy agency.yaml, name the new seed-key in it, and
give both. Nothing is written before every seed has opened. Run again after an interruption, it goes on. The epoch stays the same and
nobody asks again. Copies of the seeds that somebody took before still open with the former key: against those, begin a new epoch.

Example:   npx entente keys rewrap --config agency.yaml --was agency-before.yaml

Exit codes: 0 done · 1 there was no seed to wrap · 2 wrong use · 3 failed: a seed does not open, or a key or program is not right`,
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
