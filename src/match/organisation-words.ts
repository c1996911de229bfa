/**
 * Words that many organisations share, in the languages and scripts of company registers; the first word of a row is the
 * concept's code. From general knowledge of the languages. An activity says what a firm does: two firms of one name and
 * two activities are sisters. A shape says how a group is built or praises itself.
 */
export const ACTIVITY_ROWS = `
transport transports transportation transporte transportes trasporti transporty carrier carriers haulage freight spedition spedycja spedizioni spedicija spediteur vervoer транспорт транспортный транспортная перевозки перевозка نقل النقل نقليات للنقل الشحن הובלה הובלה הובלות תובלה μεταφορες metafores tasimacilik nakliyat nakliye 運輸 运输 운송
logistics logistik logistique logistica logistyka logistieke logistiek logistic lojistik логистика логистик логістика لوجستية لوجستيات اللوجستية לוגיסטיקה logistiki 物流 물류
shipping navigation navigazione naviera scheepvaart reederei schiffahrt schifffahrt armement maritime marine maritima marittima denizcilik gemi plovba zegluga żegluga судоходство судоходная морской морская ملاحة الملاحة البحرية בספנות ספנות ימית ναυτιλια ναυτιλιακη naftiliaki nautiliaki kaiun kisen shippers 海運 海运 해운
trading trade trader traders handel handels commerce commercial commerciale comercial comercio commercio negoce negoces obchod trgovina kereskedelem kereskedelmi ticaret торговля торговый торговая торговое трейд трейдинг торг торгівля تجارة التجارة للتجارة تجارية التجارية بازرگانی סחר מסחר εμποριο εμπορικη emporiki boeki bussan shoji 貿易 贸易 商事 物産 무역
import imports importers importation einfuhr импорт استيراد الاستيراد ייבוא יבוא ithalat 進口 进口
export exports exporters exportation ausfuhr экспорт تصدير التصدير יצוא ihracat 出口
bank banks banking banque banco banca bankasi banka pank bankas банк банка банковский بنك البنك مصرف المصرف בנק τραπεζα trapeza 銀行 银行 은행 bancaire bankers
insurance assurance assurances verzekering verzekeringen versicherung versicherungen seguros assicurazioni ubezpieczenia pojistovna sigorta страхование страховая تأمين التأمين ביטוח ασφαλειες 保険 保险 보험 insurers reinsurance
finance financial finances finanz finanzen financiere financiera finanziaria finanse finans финансы финансовый финансовая финанс مالية المالية تمويل מימון פיננסים χρηματοδοτηση 金融 credit kredit credito
capital kapital capitale капитал
investment investments invest investing investissement investissements inversiones investimenti inwestycje investice yatirim инвест инвестиции инвестиционный инвестиционная استثمار الاستثمار استثمارات للاستثمار השקעות επενδυσεις epafes ependyseis 投資 投资 투자 investors
securities broker brokers brokerage titres wertpapiere courtage borsa
construction constructions constructeur builders building buildings bau bouw bouwbedrijf batiment construccion construcciones costruzioni budowa budownictwo budowlane stavby stavebni gradnja insaat строительство строительный строительная строй стройка будівництво بناء البناء مقاولات المقاولات للمقاولات ساختمان בנייה בניה בניין κατασκευες kataskeves kensetsu 建設 建设 건설 contracting contractors contractor
engineering engineers engineer ingenierie ingenieurs ingenieurburo ingenieria ingegneria inzynieria inzenyring muhendislik инжиниринг инженерный هندسة الهندسة هندسية הנדסה μηχανικη 工程
electric electrical electricity electricite elektro elektrik elektrische electrics электро электрический كهرباء الكهرباء חשמל ηλεκτρικα 電気 电气 전기
electronics electronic elektronik elektronika electronique electronica электроника إلكترونيات الكترونيات אלקטרוניקה 電子 电子 전자
energy energie energia energetyka energetika enerji энергия энерго энергетика طاقة الطاقة انرژی אנרגיה ενεργεια energeia power 能源 에너지
oil petroleum petrole petroleo petrolio olie ol neft nafta petrol нефть нефтяная нефте نفط النفط للنفط بترول البترول نفت נפט πετρελαιο petrelaio 石油 석유 oils
gas gaz gas газ газовый غاز الغاز גז αεριο
mining mines mine minera mineria miniere bergbau mijnbouw gornictwo madencilik горный горная добыча تعدين التعدين מכרות minerals mineral
metal metals metall metalle metaux metaal metales metalli metale kovy maden metal металл металлы معادن المعادن מתכת מתכות μεταλλα 金属 金屬
steel stahl staal acier aceros acciaio stal ocel celik сталь стальной حديد صلب الحديد פלדה χαλυβας 鋼 钢 철강
cement ciment zement cemento cementi cementownia цемент اسمنت أسمنت מלט
wood timber holz hout bois madera legno legnami drewno drevo дерево лес خشب أخشاب עץ ξυλο lumber
paper papier papel carta papir бумага ورق נייר 紙 纸
plastic plastics plastique plastiques plastik kunststoff plasticos plastica пластик بلاستيك פלסטיק
glass glas verre vidrio vetro szklo sklo cam стекло زجاج זכוכית
textile textiles textiel textil tekstil tessile tessili tekstylia fabrics текстиль نسيج منسوجات טקסטיל
clothing clothes garment garments kleding bekleidung vetements ropa abbigliamento odziez apparel fashion mode мода одежда ملابس أزياء ביגוד אופנה
food foods voedsel lebensmittel aliments alimentaire alimentos alimentari zywnosc potraviny gida пищевой продукты еда أغذية غذائية الغذائية מזון τροφιμα trofima 食品 식품
agriculture agricole agricola agrar landbouw landwirtschaft rolnictwo zemedelstvi tarim agro сельскохозяйственный агро аграрный زراعة زراعية الزراعية חקלאות γεωργικη agricultural farming farm farms ferme boerderij hof 農業 农业
fishing fishery fisheries peche visserij fischerei pesca rybolow ribolov balikcilik рыба рыбный рыболовный صيد أسماك דיג αλιεια 水産 渔业 seafood
water waters eau eaux wasser agua acqua woda voda вода مياه المياه מים
pharma pharmaceutical pharmaceuticals pharmaceutique farma farmaceutica farmaceutici pharmazie ilac фарма фармацевтика фармацевтический أدوية الدوائية פארמה תרופות φαρμακα 製薬 制药 제약 pharmacy apotheke apotheek pharmacie drugs
chemicals chemical chimie chemie chimique chimica quimica chemia kimya химия химический كيماويات كيميائية כימיקלים χημικα kagaku 化学 化工 화학
medical medicine medico medizin medisch medicale медицина медицинский طبي طبية الطبية רפואי רפואה ιατρικη tibbi 医療
hospital hopital krankenhaus ziekenhuis ospedale szpital nemocnice hastane больница клиника مستشفى clinic klinik clinique kliniek clinica
health sante gesundheit gezondheid salud salute zdrowie saglik здоровье صحة الصحة בריאות healthcare
hotel hotels hotellerie otel отель гостиница فندق فنادق מלון מלונות ξενοδοχειο 酒店 호텔 resort resorts
restaurant restaurants restauracja restoran ресторан кафе مطعم مطاعم מסעדה cafe bistro catering
travel travels reisen reizen voyages viajes viaggi podroze tourism tourisme turismo turizm туризм туристический тур سفر سياحة للسياحة السياحة תיירות נסיעות ταξιδια tours
airlines airline airways aviation aerien luchtvaart luftfahrt aero havacilik авиа авиация авиационный авиалинии طيران الطيران للطيران תעופה αεροπορια 航空 항공
motors motor motoren automobile automobiles auto autos cars car kfz garage garages otomotiv oto автомобиль авто автосервис мотор سيارات السيارات للسيارات רכב מכוניות αυτοκινητα 汽車 汽车 자동차 automotive vehicles
machinery machines machine maschinen maschinenbau machinerie maquinaria macchine maszyny stroje makina makine машины машиностроение машиностроительный آلات معدات الآلات מכונות 機械 机械 기계 equipment tools
technology technologies technologie technologien tecnologia tecnologie technologia teknoloji tech технология технологии تقنية تكنولوجيا التقنية טכנולוגיה טכנולוגיות τεχνολογια 技術 技术 科技 기술
software programmes softwareentwicklung yazilim софт برمجيات תוכנה λογισμικο ソフト 软件
computers computer computing informatique informatik informatica bilgisayar компьютер كمبيوتر حاسوب מחשבים
telecom telecommunications telecommunication telekom telecomunicaciones telekomunikacja iletisim телеком связь اتصالات الاتصالات תקשורת τηλεπικοινωνιες 通信 통신 communications communication mobile
media medien presse press verlag publishing editions edition uitgeverij editorial editrice wydawnictwo yayin издательство медиа пресса إعلام الإعلام نشر הוצאה εκδοσεις
printing printers imprimerie drukkerij druckerei impresion stampa drukarnia matbaa basim печать типография طباعة דפוס
advertising publicite reclame werbung publicidad pubblicita reklama reklam реклама إعلان פרסום
consulting consultants consultancy consultant conseil conseils beratung advies adviesbureau consultoria consulenza doradztwo poradenstvi danismanlik консалтинг консультации استشارات الاستشارات للاستشارات ייעוץ συμβουλοι advisory advisors
security securite beveiliging sicherheit seguridad sicurezza ochrona guvenlik охрана охранное безопасность أمن الأمن حراسة אבטחה ביטחון ασφαλεια guards
cleaning nettoyage schoonmaak reinigung limpieza pulizie sprzatanie temizlik клининг уборка تنظيف ניקיון
estate immobilier immobiliere immobilien vastgoed inmobiliaria immobiliare nieruchomosci nemovitosti emlak недвижимость عقارات عقارية العقارية נדלן נכסים ακινητα realty property properties real land 不動産 房地产 부동산
school schule ecole scuola escuela szkola skola okul школа مدرسة education educational training formation ausbildung opleiding
university universite universitat universiteit universidad universita uniwersytet univerzita universite университет جامعة אוניברסיטה πανεπιστημιο 大学 대학교 academy academie akademie академия أكاديمية
institute institut instituut instituto istituto instytut институт معهد מכון ινστιτουτο research forschung recherche onderzoek исследования
market markets supermarket markt marche mercado mercato rynek рынок маркет سوق أسواق שוק store stores shop shops magasin winkel laden magazin магазин متجر חנות kaufhaus
bakery boulangerie bakkerij backerei panaderia panificio piekarnia pekarstvo firin пекарня مخبز מאפיה מאפיית
jewellery jewelry bijouterie joaillerie juwelen schmuck juwelier joyeria gioielleria jubiler kuyumculuk ювелирный مجوهرات ذهب תכשיטים gold diamonds diamond
exchange change bureaux wissel wechselstube cambio kantor doviz обмен صرافة الصرافة للصرافة חלפן remittance transfer
legal law lawyers avocats advocaten rechtsanwalte abogados avvocati adwokaci avukatlik юридический адвокат محاماة محامون עורכי דין advocates notaires attorneys
tobacco tabac tabak tabaco tabacco tyton табак تبغ טבק
furniture meubles meubelen mobel muebles mobili meble nabytek mobilya мебель أثاث مفروشات ריהוט רהיטים
shipyard chantier werf werft astillero cantiere stocznia tersane верфь судостроительный 造船 조선
recycling recyclage recyclinghof abfall dechets afval rifiuti odpady scrap schrott ferraille лом утилизация خردة تدوير מחזור
rental verhuur vermietung location alquiler noleggio wynajem kiralama аренда прокат تأجير השכרה leasing
sport sports sportif deporte спорт رياضة ספורט spor club
trust trusts treuhand fiduciaire
fund funds fonds fondo fondos fundusz 基金 펀드 صندوق
products product produits producten produkte productos prodotti produkty urunleri продукция продукт منتجات מוצרי מוצרים προιοντα
production produktion productie produccion produzione produkcja manufacturing manufacture manufactory uretim производство производственный производственная إنتاج ייצור 製造 制造 factory fabrik fabrique fabriek usine zaklad fabrika завод фабрика комбинат مصنع מפעל מפעלי works
supply supplies supplier suppliers sourcing procurement поставка снабжение توريد توريدات للتوريدات אספקה
marketing sales distribution distribucion distribuzione dystrybucja vertrieb verkoop vente distributors сбыт дистрибуция تسويق توزيع שיווק הפצה
environment environmental environnement umwelt milieu экология بيئة סביבה
defence defense defensa oborona military оборона военный دفاع عسكرية הגנה צבאי
government gouvernement regierung regering gobierno правительство حكومة ממשלה ministry ministere ministerium ministerie министерство وزارة
`;

export const SHAPE_ROWS = `
group groupe gruppe groep grupo gruppo grupa skupina csoport grubu група группа груп групп مجموعة المجموعة گروه קבוצה קבוצת ομιλος omilos 集团 集團 グループ 그룹
holding holdings holdinggesellschaft beheer participations participaties beteiligungs beteiligungen холдинг القابضة قابضة החזקות אחזקות συμμετοχων 控股 ホールディングス 홀딩스
enterprises entreprises enterprise unternehmen ondernemingen onderneming empresa empresas impresa imprese przedsiebiorstwo podnik vallalat isletmeleri isletmeciligi предприятия предприятий مؤسسة المؤسسة مؤسسات מיזמים ventures venture
industries industry industrial industrie industriel industrielle industria industriale industrias przemysl prumysl ipari sanayi промышленность промышленный промышленная пром صناعة صناعات الصناعية الصناعات للصناعة תעשיות תעשייה תעשיה βιομηχανια viomichania sangyo kogyo 工業 工业 実業 产业 산업
services service dienst diensten dienste dienstleistungen servicios servizi uslugi sluzby szolgaltato hizmetleri hizmet услуги сервис خدمات الخدمات للخدمات שירותים שירותי υπηρεσιες servis 服务 サービス 서비스
solutions solution losungen oplossingen soluciones soluzioni rozwiazania cozumleri решения حلول פתרונות
systems system systeme systemes systemen sistemas sistemi systemy sistemleri системы система أنظمة نظم מערכות συστηματα システム 系统 시스템
international internationale internationaal internacional internazionale miedzynarodowy mezinarodni nemzetkozi uluslararasi международный международная міжнародний интернешнл دولية الدولية עולמי בינלאומי διεθνης intl int 国际 國際 국제
global globale worldwide welt world monde mondial wereld mundial globalny kuresel глобал глобальный عالمية العالمية גלובל גלובלי 環球 全球
general generale generales allgemeine algemene genel общий генеральный عامة العامة כללי γενικη
management verwaltung gestion administration yonetim управление إدارة ניהול διαχειριση управляющая manager asset assets
development developments entwicklung ontwikkeling developpement desarrollo sviluppo rozwoj gelistirme развитие девелопмент تنمية تطوير פיתוח αναπτυξη
partners partner associates associes associados teilhaber партнеры شركاء שותפים ortaklari
organisation organization organisatie organizacion organizzazione organizacja organizace organizasyon организация організація منظمة ארגון οργανισμος
union unie verband bond vereinigung unione союз спілка اتحاد איגוד ενωση federation federatie foderation federacion федерация
society societies gesellschaften
committee comite komitee komite комитет لجنة ועד ועדה council raad rat совет مجلس
centre center centrum zentrum centro centar merkezi kozpont центр مركز מרכז κεντρο
office bureau buro kantoor ufficio biuro kancelar kancelaria ofis бюро офис مكتب משרד γραφειο agency agence agentschap agentur agencia agenzia agencja agentura ajans агентство وكالة סוכנות סוכנויות agencies
brothers bros freres gebroeders gebruder hermanos fratelli bracia kardesler братья إخوان اخوان الإخوة אחים αδελφοι sons fils zonen sohne hijos figli synowie ogullari сыновья أولاد أبناء ובניו בניו υιοι daughters
national nationale nacional nazionale narodowy narodni ulusal национальный национальная وطنية الوطنية الوطني לאומי εθνικη state staatliche
new neu neue nouveau nouvelle nieuw nueva nuevo nuovo nuova nowy nova yeni новый новая جديد الجديدة חדש νεος
red rode rote rouge rojo rosso
united vereinigte verenigde unis unidos unito объединенный متحدة المتحدة מאוחד unified
central centrale zentrale central центральный مركزية
first erste eerste premier primera primo
project projects projekt projet proyecto progetto проект مشروع مشاريع פרויקט פרויקטים
digital network networks netzwerk reseau сеть شبكة רשת online web net internet
europe europa european europeenne europeen europaische europees европа европейский أوروبا ευρωπη euro
asia asie asien azie азия آسيا asian asiatique pacific pacifique eurasia евразия
africa afrique afrika африка أفريقيا african africaine
middle mid orient oriental east eastern ost oost восток восточный شرق الشرق מזרח western west ouest запад غرب north northern nord noord север شمال צפון south southern sud sudden zuid юг جنوب דרום
overseas offshore continental atlantic atlantique mediterranean
company limited firma
`;
