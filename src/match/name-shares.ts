/**
 * How common names are: of a thousand people in a mixed European police holding, about how many carry the name among
 * their names. Rounded upwards on purpose: a name taken for commoner than it is costs a key, the reverse costs a stranger
 * a false hit. Names of one skeleton add up (skeletons.ts).
 */
export const NAME_SHARES: Readonly<Record<number, string>> = {
  36: 'mohammed',
  16: 'maria jan',
  14: 'ahmed ali john',
  12: 'hassan peter johan',
  10: 'hussein johannes jean anna youssef pierre',
  8: 'ibrahim abdullah mustafa thomas william george alexander michael ivan paul',
  7: 'fatima omar khaled hans martin david charles robert henri abdel sergei',
  6: 'mahmoud karim joseph philippe daniel vladimir nikolai ivanov andrei marie louis richard james',
  5: 'hamid said samir rashid salim bilal jamal aicha khadija yasin hamza tarik nasser farid stefan christian anton mikhail igor dmitri alexei olga elena natalia tatiana marc luc eric patrick laurent nicolas francois edward henry',
  4: 'abdul rahman kadir malik aziz hakim salah saleh amin amina zahra leila sara nadia hanan latifa rachid mehdi adil idris ismail yahya musa isa sami faisal fouad hicham jabbar driss mourad nabil noureddine omar rida said tahir walid zakaria kamal jawad anwar',
  3: 'jansen janssens peeters maes jacobs willems mertens claes goossens wouters smet smit vries bakker visser meijer mulder bos vos peters hendriks dekker dijkstra berg muller schmidt schneider fischer weber wagner becker hoffmann schulz koch bauer richter klein wolf schroder neumann schwarz zimmermann braun kruger hartmann lange werner krause lehmann kohler',
  2: 'dubois dupont lambert martin simon laurent bernard petit durand leroy moreau girard bonnet roux fournier morel garnier faure rousseau blanc guerin smith jones brown taylor wilson davies evans johnson roberts walker wright robinson thompson white hughes edwards green hall wood harris lewis petrov smirnov sidorov kuznetsov popov vasiliev sokolov volkov fedorov morozov novak nowak kowalski horvat popescu ionescu dimitrov georgiev petrovic jovanovic nikolic markovic yilmaz kaya demir celik sahin yildiz ozturk aydin arslan dogan kilic aslan cetin kara koc kurt hernandez garcia rodriguez lopez sanchez fernandez gonzalez perez silva santos ferreira pereira rossi russo ferrari esposito bianchi romano',
  1: 'sofie emma julie laura lucas noah arthur victor adam liam jules mohan singh kumar khan hussain ahmad begum chaudhry nguyen tran pham chen wang zhang liu yang diallo diop ndiaye traore camara keita cisse ba sow toure kone coulibaly benali haddad khalil mansour nasri saidi brahimi bouzid belkacem cherif amrani alaoui idrissi bennani tazi fassi hajji najjar khatib qasim',
};
