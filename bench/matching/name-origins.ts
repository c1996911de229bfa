/** Where a name comes from, by the country of the record: twelve groups and the rest. A country is not a name; it is near enough to count by. */
const COUNTRIES: Readonly<Record<string, string>> = {
  Arabic:
    'Algeria Bahrain Egypt Iraq Jordan Kuwait Lebanon Libya Mauritania Morocco Oman Qatar Saudi_Arabia Sudan Syria Tunisia United_Arab_Emirates Yemen Djibouti Somalia Somaliland Comoros',
  'Iranian, Pakistani, Central Asian':
    'Iran Afghanistan Pakistan Tajikistan Uzbekistan Turkmenistan Kazakhstan Kyrgyzstan Maldives',
  Turkish: 'Turkey Azerbaijan Northern_Cyprus',
  'East Asian': 'China Taiwan Hong_Kong Macao North_Korea South_Korea Japan Vietnam Singapore Mongolia',
  'South Asian': 'India Bangladesh Nepal Sri_Lanka Bhutan',
  'South-East Asian': 'Malaysia Indonesia Philippines Thailand Laos Cambodia Burma Brunei Timor_Leste',
  'East Slavic and Bulgarian':
    'Russia Ukraine Belarus Bulgaria Macedonia Serbia Montenegro Transnistria Abkhazia South_Ossetia',
  'Central European':
    'Poland Czech_Republic Slovakia Slovenia Croatia Bosnia_and_Herzegovina Hungary Romania Moldova Latvia Lithuania Estonia Albania Kosovo',
  'Greek, Armenian, Georgian, Hebrew': 'Greece Cyprus Armenia Georgia Nagorno_Karabakh Israel',
  'German, Dutch, Nordic':
    'Germany Austria Switzerland Liechtenstein Luxembourg Netherlands Belgium Sweden Norway Denmark Finland Iceland Faroe_Islands Greenland Aland Suriname Curacao Aruba',
  'French, Italian, Spanish, Portuguese':
    'France Italy Spain Portugal Monaco San_Marino Andorra Malta Mexico Argentina Brazil Chile Colombia Peru Bolivia Ecuador Venezuela Uruguay Paraguay Guatemala Honduras Nicaragua El_Salvador Costa_Rica Panama Dominican_Republic Cuba Puerto_Rico Haiti New_Caledonia French_Polynesia',
  'African south of the Sahara':
    'Angola Benin Botswana Burkina_Faso Burundi Cabo_Verde Cameroon Chad Congo-Brazzaville Congo-Kinshasa Ethiopia Eritrea Equatorial_Guinea Gabon Gambia Ghana Guinea Guinea-Bissau Ivory_Coast Kenya Lesotho Liberia Madagascar Malawi Mali Mozambique Namibia Niger Nigeria Rwanda Senegal Sierra_Leone South_Africa South_Sudan Swaziland Tanzania Togo Uganda Zambia Zimbabwe',
};

const BY_COUNTRY = new Map(
  Object.entries(COUNTRIES).flatMap(([origin, countries]) =>
    countries.split(' ').map((country) => [country, origin] as const),
  ),
);

export function originOf(country: string): string {
  return BY_COUNTRY.get(country) ?? 'English and the islands';
}
