/** Names of families who write Latin letters, per origin: common ones first, because people pick from the head. */
export interface LatinPool {
  readonly male: readonly string[];
  readonly female: readonly string[];
  readonly family: readonly string[];
  /** Stems and endings that make the long tail of rarer family names. */
  readonly stems: readonly string[];
  readonly endings: readonly string[];
}

export type LatinOrigin = 'dutch' | 'french' | 'german' | 'turkish' | 'polish' | 'english' | 'romanian';

function words(text: string): string[] {
  return text.trim().split(/\s*,\s*/);
}

export const LATIN_POOLS: Readonly<Record<LatinOrigin, LatinPool>> = {
  dutch: {
    male: words(
      'Jan, Pieter, Tom, Bart, Koen, Wim, Dirk, Luc, Joris, Stijn, Bram, Maarten, Sander, Ruben, Jeroen, Gert-Jan, Hendrik, Cornelis, Wouter, Jef',
    ),
    female: words(
      'Anna, Els, Katrien, An, Lies, Griet, Marijke, Sofie, Ilse, Hilde, Saskia, Femke, Anneke, Veerle, Inge, Liesbeth, Noor, Roos, Maaike, Tine',
    ),
    family: words(
      'Janssens, Peeters, Maes, De Smet, Willems, Claes, De Vries, Van den Berg, Bakker, Visser, Smit, Wouters, Van de Velde, Aerts, Hendrickx, Van Dyck, Van der Meer, De Clercq, Goossens, Dekkers',
    ),
    stems: words('Ver, Van der, Van den, De, Ooster, Wester, Noord, Zuid, Hooge, Laage'),
    endings: words(
      'molen, heyden, straeten, beeck, poorte, brugge, meersch, linden, donck, velde, wal, haeghe, kerckhove, hulst, eycken, berghe, daele, vaart, schans, broeck',
    ),
  },
  french: {
    male: words(
      'Jean, Pierre, Michel, Luc, Philippe, François, Rémi, Étienne, Jérôme, Benoît, Guillaume, Cédric, Loïc, Frédéric, Hervé, Yves, Gaël, Théo, Mathieu, Jean-Luc',
    ),
    female: words(
      'Marie, Anne, Hélène, Chloé, Aurélie, Céline, Françoise, Mélanie, Zoé, Noémie, Élodie, Agnès, Sylvie, Odette, Sandrine, Gaëlle, Inès, Geneviève, Camille, Marie-Claire',
    ),
    family: words(
      'Dubois, Lambert, Dupont, Martin, Leroy, Simon, Laurent, Gérard, Bertrand, Lefèvre, Moreau, Noël, Rousseau, Garçon, Fontaine, Chevalier, Lemaître, Forêt, Beaupré, Delacroix',
    ),
    stems: words('Mont, Beau, Clair, Val, Roche, Font, Bel, Haute, Vieux, Grand'),
    endings: words(
      'mesnil, champs, rivière, vaux, fort, lieu, pierre, bois, mare, court, ville, ruelle, côte, brûlé, serre, tertre, lande, clos, sart, chêne',
    ),
  },
  german: {
    male: words(
      'Hans, Jürgen, Klaus, Michael, Stefan, Jörg, Uwe, Günther, Andreas, Matthias, Björn, Lars, Heinz, Dieter, Sebastian, Rüdiger, Karl-Heinz, Tobias, Götz, Volker',
    ),
    female: words(
      'Ursula, Sabine, Petra, Monika, Käthe, Jutta, Bärbel, Heike, Silke, Anke, Grit, Birgit, Gisela, Renate, Anja, Kerstin, Frauke, Almut, Dörte, Hannelore',
    ),
    family: words(
      'Müller, Schmidt, Schneider, Fischer, Weber, Schäfer, Koch, Bauer, Schröder, König, Groß, Krüger, Weiß, Jäger, Böhm, Vogt, Lange, Busch, Günther, Kühn',
    ),
    stems: words('Stein, Eich, Birk, Linden, Ober, Nieder, Alten, Neu, Schön, Grün'),
    endings: words(
      'bach, müller, hofer, berger, mann, felder, gruber, brück, häuser, wald, meier, kamp, rode, hagen, hörst, leben, eder, busch, lohe, weiler',
    ),
  },
  turkish: {
    male: words(
      'Mehmet, Mustafa, Ahmet, Ali, Hüseyin, Hasan, İbrahim, Osman, Yusuf, Murat, Ömer, Süleyman, Çağlar, Barış, Uğur, Tuğrul, Işık, Koray, Şenol, Emre',
    ),
    female: words(
      'Fatma, Ayşe, Emine, Hatice, Zeynep, Elif, Meryem, Şerife, Özlem, Gül, Çiğdem, Songül, Ebru, Yıldız, Nurşen, Esra, Tuğba, Sevgi, Derya, Güneş',
    ),
    family: words(
      'Yılmaz, Kaya, Demir, Şahin, Çelik, Yıldız, Öztürk, Aydın, Özdemir, Arslan, Doğan, Kılıç, Aslan, Çetin, Kara, Koç, Kurt, Özkan, Şimşek, Polat',
    ),
    stems: words('Kara, Ak, Öz, Gök, Demir, Taş, Gül, Er, Yeni, Sarı'),
    endings: words(
      'taş, oğlu, dağ, kaya, soy, pınar, yürek, bulut, ağaç, su, tepe, göz, göl, çay, ok, türk, yol, kan, alp, tekin',
    ),
  },
  polish: {
    male: words(
      'Piotr, Krzysztof, Andrzej, Tomasz, Paweł, Michał, Marcin, Jakub, Łukasz, Grzegorz, Wojciech, Zbigniew, Mariusz, Rafał, Sławomir',
    ),
    female: words(
      'Anna, Małgorzata, Katarzyna, Agnieszka, Barbara, Ewa, Elżbieta, Krystyna, Joanna, Zofia, Bożena, Grażyna, Danuta, Wiesława, Żaneta',
    ),
    family: words(
      'Nowak, Kowalski, Wiśniewski, Wójcik, Kowalczyk, Kamiński, Zieliński, Szymański, Woźniak, Dąbrowski, Kozłowski, Jankowski, Mazur, Krawczyk, Grabowski',
    ),
    stems: words('Brzez, Lip, Dęb, Wierzb, Sosn, Jawor, Kalin, Malin, Topol, Olsz'),
    endings: words('ak, icki, owicz, czyk, ek, arz, iński, ewski, anka, uch, as, isz, an, el, or'),
  },
  english: {
    male: words(
      'John, David, Michael, Peter, Stephen, Alan, Kevin, Graham, Craig, Liam, Sean, Owen, Rhys, Callum, Ewan',
    ),
    female: words(
      'Mary, Susan, Karen, Alison, Tracey, Fiona, Siân, Niamh, Heather, Gillian, Moira, Bethan, Kirsty, Joanne, Hazel',
    ),
    family: words(
      "Smith, Jones, Taylor, Brown, Wilson, Evans, Walker, Wright, Hughes, Green, Hall, Wood, O'Neill, McKay, Harris",
    ),
    stems: words('Ash, Oak, Thorn, Wick, Stan, Black, Brad, Hart, Win, Craw'),
    endings: words(
      'worth, combe, leigh, field, wick, stead, mere, hurst, bridge, croft, thorpe, ley, ham, dale, ford',
    ),
  },
  romanian: {
    male: words(
      'Ion, Andrei, Ștefan, Mihai, Gheorghe, Vasile, Nicolae, Constantin, Florin, Cătălin, Răzvan, Sorin, Dănuț, Ionuț, Călin',
    ),
    female: words(
      'Maria, Elena, Ioana, Ana, Mihaela, Andreea, Ștefania, Cristina, Gabriela, Lăcrămioara, Simona, Roxana, Ancuța, Mădălina, Raluca',
    ),
    family: words(
      'Popescu, Ionescu, Popa, Dumitru, Stan, Stoica, Gheorghiu, Rusu, Munteanu, Matei, Barbu, Țurcanu, Ciobanu, Lungu, Brânză',
    ),
    stems: words('Mold, Cern, Brad, Lup, Urs, Corb, Pădur, Câmp, Mun, Dragom'),
    endings: words(
      'escu, eanu, aru, eșan, oiu, escu-Mare, ache, ovici, ițeanu, ănescu, uță, oreanu, irescu, ulescu, eș',
    ),
  },
};
