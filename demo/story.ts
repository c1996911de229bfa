/** The values that tests and the tour speak of. They are the same for every seed and size. */
export const STORY = {
  storyPhone: '+33639984711',
  storyIccid: '8932000471100000339',
  burnerPhone: '+33639980147',
  moverPhone: '+33639984758',
  hubPhone: '+33199009900',
  h2Plate: 'OA-471-ZE',
  h2PlateCountry: 'FR',
  tomas: { given: 'Tomas', family: 'Averinck', birth: '1991-03-14' },
  odile: { given: 'Odile', family: 'Averinck', birth: '1958-09-02' },
  idris: { given: 'Idris', family: 'Velhane', birth: '1989-11-27', wantedSince: '2026-03-17' },
  /** Too common to be asked about, he and his firm each; nobody who wrote them down knew his birth date. */
  mover: {
    given: 'Hendrik',
    family: 'Peeters',
    firm: { name: 'Kaaimeeuw', form: 'BV', country: 'BE' },
  },
  flat: { street: 'Quay Lane', number: '14', box: '3', postcode: '8499', city: 'Oostkaai', country: 'BE' },
} as const;

export const RESERVED_IDENTIFIERS: readonly string[] = [
  STORY.storyPhone,
  STORY.storyIccid,
  STORY.burnerPhone,
  STORY.moverPhone,
  STORY.hubPhone,
  STORY.h2Plate,
];
