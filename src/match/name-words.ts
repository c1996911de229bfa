import { FORM_ROWS } from './name-forms.ts';

/** Small words inside names: they carry no key of their own. Folded Latin; other scripts below. */
export const PARTICLES: ReadonlySet<string> = new Set(
  `
  al el ul il ar er as es ash esh ad ed at et an en az ez bin ben ibn bint bent binti ould uld ag
  abu abou abi umm oum um van von vom zu zum zur der den dem des de het te ten ter t s du la le
  les d l di da do dos das della del degli af av y e oglu ogly oglou kyzy qyzy qizi uulu ұлы улы қызы бин бен ибн бинт оглы оглу кызы аль ал эль ад
  ар ас аш ан абу уль ван фон де بن ابن إبن بنت ال أبو ابو أبي ابي أم ام ولد ابا أبا
`
    .trim()
    .split(/\s+/),
);

/** Titles and generation words: dropped, they say nothing of who it is. */
export const TITLES: ReadonlySet<string> = new Set(
  `
  mr mrs ms miss dr prof ing sir lady lord herr frau dhr mevr mw mme mlle monsieur madame mijnheer
  mevrouw jr sr junior senior ii iii nee geb geboren geborene epouse ep veuve wwe alias aka dit
  haji hajji hadji hajj sheikh cheikh shaykh sheik efendi effendi datuk dato datin tengku tunku tuanku
  president minister senator honourable honorable hon rev reverend phd mullah mollah maulvi mawlawi
  maulana ayatollah excellency deputy politician politiker politico politicien siyasetci senora senor
  sra srta signor signora don dona г гн господин госпожа السيد السيدة الحاج الشيخ دكتور
`
    .trim()
    .split(/\s+/),
);

/** Ranks and honours that are also borne as names: a name that lacks them is not another name. */
export const HONOURS: ReadonlySet<string> = new Set(
  `
  baron baroness baronne viscount earl duke count countess graf grafin freiherr knight king queen prince
  princess major general colonel captain admiral sergeant governor chief father brother sister doctor
  bey beg pasha pasa aga agha khan tan sri shri seri tun syed sayyid sayed sayid seyed seyyed said mawla
  hafiz qari ustad begum bibi kaur singh hr fru gen col capt lt cllr mp mep qc kc obe cbe mbe dbe ao am esq
  cardinal bishop sultan emir amir shah mirza the of and
`
    .trim()
    .split(/\s+/),
);

const ROWS = new Map<string, number[]>();
const FORMS = FORM_ROWS.map((row) => [...new Set(row.split(' '))]);
FORMS.forEach((row, at) => {
  for (const form of row) ROWS.set(form, [...(ROWS.get(form) ?? []), at]);
});
const NO_ROWS: readonly number[] = [];

/** The rows of the table that hold this form: two words that share one may be one name. */
export function formRows(folded: string): readonly number[] {
  return ROWS.get(folded) ?? NO_ROWS;
}

/** The forms of a row. */
export function formsOfRow(row: number): readonly string[] {
  return FORMS[row] ?? [];
}

/** Every form of the table. */
export function allForms(): Iterable<string> {
  return ROWS.keys();
}

/** Other everyday forms of a given name, the nearest rows first; empty when the table has none. */
export function otherForms(folded: string): readonly string[] {
  const forms = formRows(folded).flatMap((row) => FORMS[row] ?? []);
  return [...new Set(forms)].filter((form) => form !== folded);
}
