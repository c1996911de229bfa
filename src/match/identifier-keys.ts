import { accountKeys } from './account-keys.ts';
import { documentIssuers, standardiseDocument } from './document.ts';
import { standardiseIccid, standardiseImei, standardiseImsi } from './equipment.ts';
import type { KeyDrawer } from './key-drawer.ts';
import { type KeyOptions, VALUES_MAX } from './key-options.ts';
import { phoneKeys } from './phone-keys.ts';
import { standardisePlate, standardiseVin } from './plate.ts';
import type { Subject } from './subject.ts';
import { standardiseImo, standardiseMmsi } from './vessel.ts';

/** The keys of everything that is a number or a sign of its own: each value as its own rules write it. */
export function identifierKeys(subject: Subject, o: KeyOptions, drawer: KeyDrawer): void {
  phoneKeys(subject, o, drawer);
  for (const { imei } of subject.devices.slice(0, VALUES_MAX)) putImei(imei, drawer);
  for (const sim of subject.sims.slice(0, VALUES_MAX)) putSim(sim, drawer);
  for (const pair of subject.simDevicePairs.slice(0, VALUES_MAX)) putPair(pair, drawer);
  for (const document of subject.documents.slice(0, VALUES_MAX)) putDocument(document, o, drawer);
  accountKeys(subject, drawer);
  for (const vehicle of subject.vehicles.slice(0, VALUES_MAX)) putVehicle(vehicle, o, drawer);
  for (const vessel of (subject.vessels ?? []).slice(0, VALUES_MAX)) putVessel(vessel, drawer);
}

function putImei(imei: string, drawer: KeyDrawer): void {
  const device = standardiseImei(imei);
  if (device === null) drawer.withhold('imei', 'not a handset number');
  else drawer.put('imei', device.canonical, `handset ${device.canonical}`, imei);
}

function putSim(sim: { iccid?: string; imsi?: string }, drawer: KeyDrawer): void {
  if (sim.iccid !== undefined) {
    const iccid = standardiseIccid(sim.iccid);
    if (iccid === null) drawer.withhold('iccid', 'not a SIM card number');
    else drawer.put('iccid', iccid.canonical, `SIM card ${iccid.canonical}`, sim.iccid);
  }
  if (sim.imsi !== undefined) {
    const imsi = standardiseImsi(sim.imsi);
    if (imsi === null) drawer.withhold('imsi', 'not a subscriber number');
    else drawer.put('imsi', imsi.canonical, `subscriber ${imsi.canonical}`, sim.imsi);
  }
}

function putPair(pair: { iccid?: string; imsi?: string; imei: string }, drawer: KeyDrawer): void {
  const device = standardiseImei(pair.imei);
  const iccid = pair.iccid === undefined ? null : standardiseIccid(pair.iccid);
  const imsi = pair.imsi === undefined ? null : standardiseImsi(pair.imsi);
  if (device === null || (iccid === null && imsi === null))
    drawer.withhold('sim+device', 'SIM card or handset not readable');
  for (const [kind, card] of [
    ['iccid', iccid],
    ['imsi', imsi],
  ] as const) {
    if (device === null || card === null) continue;
    const about = `SIM ${card.canonical} in handset ${device.canonical}`;
    drawer.put('sim+device', `${kind}:${card.canonical}|${device.canonical}`, about, pair.imei);
  }
}

function putDocument(
  written: { kind: string; issuer: string; number: string },
  o: KeyOptions,
  drawer: KeyDrawer,
): void {
  const document = standardiseDocument(written);
  if (document === null) {
    drawer.withhold('document', 'the number is too short or filler');
    return;
  }
  const { kind, number } = document;
  if (kind === 'imo' || kind === 'mmsi') putVessel({ [kind]: number }, drawer);
  // An issuer unsaid: the record takes its own agency's country; the asker also spends those whose form the number has.
  const issuers = documentIssuers(document, o.defaultCountry, o.asks);
  if (issuers.length === 0) drawer.withhold('document', 'the issuing country is not known');
  for (const issuer of issuers)
    drawer.put('document', `${kind}|${issuer}|${number}`, `${kind} ${issuer} ${number}`, written.number);
}

/** Ship numbers are the world's: no country stands beside them. */
function putVessel(vessel: NonNullable<Subject['vessels']>[number], drawer: KeyDrawer): void {
  for (const [rule, written, standardise] of [
    ['imo', vessel.imo, standardiseImo],
    ['mmsi', vessel.mmsi, standardiseMmsi],
  ] as const) {
    if (written === undefined) continue;
    const number = standardise(written);
    if (number === null) drawer.withhold(rule, `not a ship number (${rule.toUpperCase()})`);
    else drawer.put(rule, number.canonical, `ship ${rule.toUpperCase()} ${number.canonical}`, written);
  }
}

function putVehicle(
  vehicle: { plate?: string; country?: string; vin?: string },
  o: KeyOptions,
  drawer: KeyDrawer,
): void {
  if (vehicle.vin !== undefined) {
    const vin = standardiseVin(vehicle.vin);
    if (vin === null) drawer.withhold('vin', 'not a vehicle number');
    else drawer.put('vin', vin, `vehicle number ${vin}`, vehicle.vin);
  }
  if (vehicle.plate === undefined) return;
  const plate = standardisePlate(vehicle.plate, vehicle.country);
  if (plate === null) {
    drawer.withhold('plate', 'not a plate');
    return;
  }
  for (const { country, canonical } of plateForms(vehicle.plate, plate, o)) {
    drawer.put('plate', `${country}|${canonical}`, `plate ${canonical} (${country})`, vehicle.plate);
  }
}

/** A country unsaid: the record takes its own agency's; the asker also spends those whose rules the plate fits. */
function plateForms(
  written: string,
  plate: NonNullable<ReturnType<typeof standardisePlate>>,
  o: KeyOptions,
): { country: string; canonical: string }[] {
  if (plate.country !== null) return [{ country: plate.country, canonical: plate.canonical }];
  const home = standardisePlate(written, o.defaultCountry);
  const own = home?.country == null ? [] : [{ country: home.country, canonical: home.canonical }];
  return o.asks ? [...own, ...plate.alternatives] : own;
}
