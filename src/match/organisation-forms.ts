/**
 * Legal forms of many countries and scripts, to the class of firm they make. Two forms of one class say the same thing in
 * two languages. From general knowledge of company law; a class is coarse on purpose: a clerk abroad writes the nearest.
 * A row's forms are parted by '|'; points and accents do not matter.
 */
export type FormClass =
  | 'limited'
  | 'joint-stock'
  | 'corporation'
  | 'partnership'
  | 'association'
  | 'foundation'
  | 'cooperative'
  | 'sole-trader'
  | 'state'
  | 'european'
  | 'company';

export const LEGAL_FORM_ROWS: Readonly<Record<FormClass, string>> = {
  limited: `
    ltd | limited | limited company | ltd co | company limited | co ltd | co limited | private limited | pvt ltd | pvt limited |
    private limited company | pte ltd | pte limited | pte | pty ltd | pty limited | pty | proprietary limited | llc | l l c |
    limited liability company | limited liability co | lc | wll | spc | ltd sti | limited sirketi | sirketi | sti | lds |
    gmbh | mbh | ges mbh | gesmbh | gesellschaft mit beschrankter haftung | gesellschaft mbh | ug | ug haftungsbeschrankt |
    unternehmergesellschaft | ggmbh |
    sarl | sa rl | suarl | sarlu | eurl | sas | sasu | societe a responsabilite limitee | societe par actions simplifiee | sprl | sprlu |
    societe privee a responsabilite limitee | srl | bv | bvba | besloten vennootschap | ebvba | besloten vennootschap met beperkte aansprakelijkheid |
    srls | societa a responsabilita limitata | sl | slu | sociedad limitada | sociedad de responsabilidad limitada | s de rl |
    s de rl de cv | sdrl | lda | ltda | limitada | unipessoal lda | eireli |
    sp zoo | sp z oo | spzoo | sp z o o | spolka z oo | spolka z ograniczona odpowiedzialnoscia | sro | s r o | spol sro | spol s r o |
    spolecnost s rucenim omezenym | doo | d o o | drustvo s ogranicenom odgovornoscu | druzba z omejeno odgovornostjo | dooel |
    kft | korlatolt felelossegu tarsasag | societatea cu raspundere limitata | societate cu raspundere limitata |
    ood | eood | оод | еоод | дружество с ограничена отговорност | epe | επε | ike | ικε | μεπε | μον επε |
    ооо | ooo | общество с ограниченной ответственностью | obshchestvo s ogranichennoi otvetstvennostyu | тоо | too |
    товарищество с ограниченной ответственностью | тов | tov | товариство з обмеженою відповідальністю | осоо | ososo | mchj | мчж | мчс | жшс | zhshs |
    ххк | uab | sia | ou | osauhing | aps | ehf | oy | osakeyhtio | anpartsselskab |
    шпк | shpk | mmc | məhdud məsuliyyətli cəmiyyəti | mmm | შპს | shps | სპს | ՍՊԸ |
    בעמ | בע מ | חברה בעמ | bm | b m | fze | fzc | fzco | fz llc | fz | dmcc | dwc llc |
    ذمم | ش ذمم | شذمم | ذ م م | محدودة | المحدودة | مسؤولية محدودة | شركة ذات مسؤولية محدودة | محدود | شركت با مسئولیت محدود |
    sdn bhd | bhd | sendirian berhad | berhad | cong ty tnhh | tnhh | trach nhiem huu han | co op ltd |
    有限公司 | 有限责任公司 | 有限責任公司 | 有限会社 | yugen kaisha | yk | gk | godo kaisha | 合同会社 | 유한회사 | 유한책임회사 |
    လီမိတက် | ကုမ္ပဏီလီမိတက် | บริษัท จำกัด | จำกัด`,
  'joint-stock': `
    plc | public limited company | public limited | ag | aktiengesellschaft | akg | kgaa | sa | s a | societe anonyme | sociedad anonima |
    sociedade anonima | sa de cv | sab de cv | sapi de cv | sab | saa | sac | sau | sal | sarf | scpa | spa | s p a | societa per azioni |
    nv | naamloze vennootschap | as | a s | aktieselskab | aksjeselskap | asa | allmennaksjeselskap | ab | aktiebolag | publ | ab publ | oyj | hf |
    anonim sirketi | anonim ortakligi | anonim sti | akciova spolecnost | akciova spolocnost | sp akc | spolka akcyjna | ad | ад | еад | ead | dd | d d | a d |
    akcionarsko drustvo | dionicko drustvo | delniska druzba | акционерное общество | акционерно дружество | rt | nyrt | zrt | reszvenytarsasag |
    societate pe actiuni | ae | αε | αεβε | anonymi etaireia | ανωνυμη εταιρεια |
    оао | oao | ао | ao | пао | pao | зао | zao | нао | nao | ак | открытое акционерное общество | закрытое акционерное общество |
    публичное акционерное общество | непубличное акционерное общество | otkrytoe aktsionernoe obshchestvo | zakrytoe aktsionernoe obshchestvo |
    aktsionernoe obshchestvo | прат | пат | ат | prat | pat | приватне акціонерне товариство | публічне акціонерне товариство | акціонерне товариство | вт |
    jsc | ojsc | cjsc | pjsc | psc | pjs | jsco | joint stock company | joint stock co | open joint stock company | closed joint stock company |
    public joint stock company | private joint stock company | open joint stock | public company | saog | saoc | bsc | qsc | qpsc | ksc | kscp | sae | sak |
    شمع | شمم | ش م ع | ش م م | ش م ل | شمل | مساهمة | مساهمة عامة | شركة مساهمة | سهامی | سهامی عام | سهامی خاص | شركت سهامی |
    kk | k k | kabushiki kaisha | kabushiki gaisha | 株式会社 | (株) | 股份有限公司 | 股份公司 | 주식회사 | jusik hoesa | tbk | pt | perseroan terbatas | pt tbk |
    cong ty co phan | բբը | ბს | სს | ასც | aktsiaselts | akciju sabiedriba | akcine bendrove | sha | jsb | qk asc | asc`,
  corporation: `inc | incorporated | incorporation | corp | corporation | corporate | corporacion | corporacao | корпорация | корпорація | na | national association`,
  partnership: `
    lp | l p | llp | lllp | limited partnership | limited liability partnership | general partnership | partnership | partners lp |
    kg | ohg | gmbh und co kg | gmbh co kg | ag und co kg | gmbh und co ohg | kommanditgesellschaft | offene handelsgesellschaft | gbr | partg | partg mbb | gesbr |
    snc | sca | scs | sc | scra | societe en nom collectif | societe en commandite simple | societe civile | sci | vof | cv | comm v | commv | gcv | v o f | maatschap |
    vennootschap onder firma | commanditaire vennootschap | societa in nome collettivo | sas di | ss | sc cv | sp k | sp j | sp komandytowa | spolka komandytowa |
    spolka jawna | sp zoo sp k | sp z oo sp k | vos | v o s | ks | k s | bt | kkt | kd | к д | οε | εε | hb | kb | handelsbolag | kommanditbolag |
    ay | ky | ans | полное товарищество | коммандитное товарищество | שותפות | تضامن`,
  association: `
    asbl | aisbl | vzw | ivzw | ev | e v | eingetragener verein | verein | vereniging | association | asociacion | associazione | associacao | stowarzyszenie |
    sdruzeni | spolek | egyesulet | ass | asso | общественная организация | ассоциация | асоціація | جمعية | עמותה | ער | dernegi | forening | yhdistys | ry | udruzenje | σωματειο`,
  foundation: `
    stichting | fondation | foundation | stiftung | fundacion | fundacao | fondazione | fundacja | alapitvany | nadace | nadacia | фонд | фондация |
    благотворительный фонд | مؤسسة خيرية | وقف | קרן | vakfi | saatio | stiftelse | zaklada | zaduzbina | ιδρυμα`,
  cooperative: `
    cvba | scrl | cv ba | eg | e g | genossenschaft | scop | cooperative | co operative | cooperativa | societa cooperativa | scarl | scpl | sc coop |
    spoldzielnia | druzstvo | zadruga | szovetkezet | кооператив | تعاونية | جمعية تعاونية | אגודה שיתופית | kooperatifi | coop | sacco | saving and credit cooperative`,
  'sole-trader': `
    ets | etablissement | etablissements | ent | e k | ek | ekfm | eenmanszaak | einzelunternehmen | ditta individuale | ип | ip | индивидуальный предприниматель |
    фоп | fop | спд | чп | частное предприятие | приватне підприємство | пп | мп | osvc | jdg | obrt | sp | sole proprietor | sole trader | proprietorship`,
  state: `
    гуп | фгуп | муп | fgup | gup | mup | государственное унитарное предприятие | федеральное государственное унитарное предприятие | унитарное предприятие |
    федеральное государственное бюджетное учреждение | фгбу | фгку | epic | etablissement public | state enterprise | state owned enterprise | дп | державне підприємство`,
  european: `se | societas europaea | eeig | geie | ewiv`,
  company: `
    co | company | compagnie | cie | und co | and co | et cie | en co | y cia | cia | compania | companhia | compagnia | and company | & co | firma | firm | spolka | spolecnost |
    drustvo | družba | компания | компанія | компани | общество | товарищество | фирма | дружество | предприятие | شركة | شركت | الشركة | شركه | חברה | חברת | εταιρεια | εταιρια | etaireia |
    etaireia | kumpania | 公司 | 会社 | 회사 | ကုမ္ပဏီ | բաղ | ընկերություն | კომპანია | ltd company | societe | sociedad | sociedade | societa | gesellschaft | vennootschap | kaisha | entreprise | enterprise co`,
};

/** Forms written without a blank against the name in scripts that part no words. */
export const GLUED_FORMS: readonly (readonly [form: string, formClass: FormClass])[] = [
  ['股份有限公司', 'joint-stock'],
  ['有限责任公司', 'limited'],
  ['有限責任公司', 'limited'],
  ['株式会社', 'joint-stock'],
  ['有限公司', 'limited'],
  ['有限会社', 'limited'],
  ['合同会社', 'limited'],
  ['주식회사', 'joint-stock'],
  ['유한회사', 'limited'],
  ['ကုမ္ပဏီလီမိတက်', 'limited'],
  ['公司', 'company'],
];
