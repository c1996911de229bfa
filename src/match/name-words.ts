/** Small words inside names: they carry no key of their own. Folded Latin; other scripts below. */
export const PARTICLES: ReadonlySet<string> = new Set(
  `
  al el ul il ar er as es ash esh ad ed at et an en az ez bin ben ibn bint bent binti ould uld ag
  abu abou abi umm oum um van von vom zu zum zur der den dem des de het te ten ter t s du la le
  les d l di da do dos das della del degli af av y e бин бен ибн бинт оглы оглу кызы аль ал эль ад
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
  haji hajji hadji hajj sheikh cheikh г гн господин госпожа السيد السيدة الحاج الشيخ دكتور
`
    .trim()
    .split(/\s+/),
);

/** A table of short and long forms; one row is one name. Only everyday forms that a clerk would write down. */
const NICKNAME_ROWS: readonly (readonly string[])[] = [
  ['alexander', 'alex', 'sasha', 'sacha', 'alejandro', 'sander'],
  ['aleksandra', 'alexandra', 'sasha', 'sandra'],
  ['aleksei', 'alexei', 'alyosha', 'lyosha'],
  ['anastasia', 'nastya', 'nastia'],
  ['andreas', 'andrew', 'andre', 'andrei', 'andries', 'andy'],
  ['anna', 'anne', 'annie', 'anja', 'anneke'],
  ['antonius', 'anton', 'antoine', 'anthony', 'antoon', 'toon', 'tony', 'toni'],
  ['charles', 'karel', 'karl', 'carl', 'charlie', 'carlos'],
  ['christian', 'christiaan', 'chris', 'kris'],
  ['christopher', 'christophe', 'christoph', 'kristof', 'chris'],
  ['daniel', 'danny', 'dani', 'daan'],
  ['dmitri', 'dmitry', 'dima', 'mitya'],
  ['elisabeth', 'elizabeth', 'els', 'liesbeth', 'lisa', 'betty', 'liz'],
  ['emmanuel', 'manu', 'manuel'],
  ['evgeni', 'yevgeny', 'eugene', 'zhenya'],
  ['franciscus', 'frans', 'franz', 'francois', 'francis', 'frank', 'francisco'],
  ['frederik', 'frederic', 'friedrich', 'fred', 'fritz', 'freddy'],
  ['georgi', 'george', 'georges', 'georg', 'joris', 'jurgen'],
  ['guillaume', 'willem', 'wilhelm', 'william', 'wim', 'bill', 'will', 'willy'],
  ['hendrik', 'henri', 'heinrich', 'henry', 'rik', 'heinz', 'harry'],
  ['ibrahim', 'abraham', 'brahim', 'ibo'],
  ['ivan', 'vanya'],
  ['jacobus', 'jacob', 'jacques', 'jakob', 'james', 'jim', 'jaak'],
  ['johannes', 'johan', 'jan', 'jean', 'hans', 'johann', 'john'],
  ['joseph', 'jozef', 'josef', 'jef', 'joe', 'jos', 'yusuf'],
  ['katharina', 'catherine', 'katrien', 'ekaterina', 'katya', 'katja', 'kate'],
  ['konstantin', 'kostya'],
  ['lodewijk', 'louis', 'ludwig', 'lewis'],
  ['margaretha', 'margaret', 'marguerite', 'greet', 'grete', 'maggie'],
  ['maria', 'marie', 'marija', 'masha', 'mia', 'mary'],
  ['michael', 'michel', 'michiel', 'mikhail', 'misha', 'mike'],
  ['mohammed', 'mohamed', 'mo', 'momo', 'simo', 'mehmet'],
  ['mustafa', 'mus', 'moustapha'],
  ['natalia', 'natalya', 'natasha'],
  ['nikolai', 'nicolas', 'nicholas', 'niklaus', 'kolya', 'nick', 'claus'],
  ['olga', 'olya'],
  ['pavel', 'paul', 'pawel', 'pasha', 'pauwel'],
  ['petrus', 'peter', 'pieter', 'pierre', 'piet', 'petr', 'pyotr'],
  ['philippe', 'filip', 'philip', 'philipp', 'flip'],
  ['robert', 'rob', 'bob', 'robbie'],
  ['sergei', 'serge', 'seryozha'],
  ['stefan', 'stephen', 'stephane', 'steven', 'etienne', 'steve'],
  ['svetlana', 'sveta'],
  ['tatiana', 'tanya', 'tanja'],
  ['thomas', 'tomas', 'tom', 'tommy'],
  ['viktor', 'victor', 'vic'],
  ['vladimir', 'volodymyr', 'vova', 'volodya'],
  ['yuri', 'yura', 'iouri'],
];

const NICKNAMES = new Map<string, string[]>();
for (const row of NICKNAME_ROWS) {
  for (const form of row) {
    NICKNAMES.set(form, [...(NICKNAMES.get(form) ?? []), ...row.filter((other) => other !== form)]);
  }
}

/** Other everyday forms of a given name, the full one first; empty when the table has none. */
export function otherForms(folded: string): readonly string[] {
  return NICKNAMES.get(folded) ?? [];
}
