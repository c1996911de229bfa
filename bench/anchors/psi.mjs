/** What psi.js needs for a set-up over so many elements and for a question of so many: processor time, one thread, as JSON. */
import PSI from '@openmined/psi.js';

const [held, asked] = process.argv.slice(2).map(Number);
const psi = await PSI();
const element = (at) => `element ${at}`;
const heldElements = Array.from({ length: held }, (_, at) => element(at));
// Every second one is held.
const askedElements = Array.from({ length: asked }, (_, at) => element(at % 2 === 0 ? at % held : held + at));
const seconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const server = psi.server.createWithNewKey(true);
let began = seconds();
const setup = server.createSetupMessage(1e-9, asked, heldElements, psi.dataStructure.GCS);
const setupSeconds = seconds() - began;
const setupBytes = setup.serializeBinary();

const client = psi.client.createWithNewKey(true);
began = seconds();
const request = client.createRequest(askedElements);
const response = server.processRequest(request);
client.getIntersection(psi.serverSetup.deserializeBinary(setupBytes), response);
const querySeconds = seconds() - began;

process.stdout.write(
  JSON.stringify({
    keysPerSecond: held / setupSeconds,
    querySeconds,
    bytesPerKey: setupBytes.length / held,
  }),
);
