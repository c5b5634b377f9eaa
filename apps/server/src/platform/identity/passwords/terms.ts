/**
 * Words that well-known passwords are made of, in German and English: what people type when a form asks for a
 * password, collected by theme. All lower case, at least four letters, umlauts written out and not.
 */
export const TERMS: readonly string[] = [
  // The word itself, and what stands on the screen beside it
  'password passwort passwd kennwort passphrase zugang zugangsdaten anmeldung anmelden login logon signin geheim',
  'secret geheimnis schluessel schlüssel master default standard guest gast user benutzer nutzer konto account',
  'admin administrator root superuser system systemadmin sysadmin server computer rechner laptop notebook netzwerk',
  'network internet windows microsoft office outlook google apple android samsung iphone linux debian ubuntu',
  'oracle cisco router firewall backup datenbank database support helpdesk hotline service technik technician',
  'test tester testing test123 demo beispiel example sample temp temporary muster mustermann changeme change aendern',
  'ändern letmein openme einlass oeffnen welcome willkommen hello hallo servus moin start anfang init initial',
  'access granted sicherheit sicher security secure safe trust privat private intern internal vertraulich',
  'firma company betrieb unternehmen buero büro werkstatt chef chefin boss kollege azubi team abteilung verwaltung',
  'rettungsanker anker dienstleister kunde provider client owner monitor ticket alarm agent',
  // Keyboard
  'qwertz qwertzu qwertzui qwertzuiop qwerty qwertyui qwertyuiop asdf asdfg asdfgh asdfghjkl yxcv yxcvbn yxcvbnm',
  'zxcv zxcvbn zxcvbnm qazwsx qaywsx wsxedc edcrfv 1qaz 2wsx 3edc 1q2w3e 1q2w3e4r q1w2e3r4 abcd abcdef abcdefg',
  'qweasd qweasdzxc qweasdyxc asdqwe poiu poiuz poiuy lkjh mnbv',
  // Time
  'januar februar maerz märz april juni juli august september oktober november dezember january february march',
  'june july october december montag dienstag mittwoch donnerstag freitag samstag sonntag monday tuesday wednesday',
  'thursday friday saturday sunday fruehling frühling sommer herbst winter spring summer autumn weihnachten ostern',
  'christmas easter silvester urlaub ferien holiday weekend wochenende heute today morgen tomorrow gestern',
  // Feelings, people, animals
  'iloveyou loveyou ichliebedich liebedich liebe love lovely lover schatz schatzi liebling darling honey sweet',
  'engel angel princess prinzessin prinz prince king koenig könig queen freund freundin friend friends familie family',
  'mutter vater mama papa mami papi mother father bruder schwester brother sister oma opa baby kinder children',
  'sunshine sonnenschein sonne sunny blume blumen flower rose sternchen stern star mond moon himmel heaven',
  'hund hunde katze katzen pferd pferde hase maus loewe löwe tiger drache dragon monkey affe bear baer bär wolf eagle',
  'adler falke falcon horse mouse kitty kater schnecke schmetterling butterfly delfin dolphin phoenix unicorn einhorn',
  'michael thomas andreas stefan stephan christian alexander daniel martin peter klaus juergen jürgen wolfgang frank',
  'markus matthias sebastian tobias florian maximilian felix lukas jonas paul leon luca niklas philipp david simon',
  'andrea sabine petra monika susanne claudia nicole sandra stefanie julia anna laura sarah lena lisa marie sophie',
  'emma mia hannah leonie katharina jessica jennifer ashley charlie jordan robert william joseph andrew matthew anthony',
  'jasmin melanie manuela angelika birgit heike silke anja tanja katrin kathrin christine barbara ursula karin',
  // Sport, places, things, fiction
  'fussball fußball football soccer baseball basketball hockey tennis bayern dortmund borussia schalke werder hamburg',
  'stuttgart frankfurt muenchen münchen berlin koeln köln leipzig dresden hannover bremen nuernberg nürnberg wien',
  'deutschland germany oesterreich österreich austria schweiz europa europe america london paris italien spanien',
  'mercedes porsche audi volkswagen ferrari yamaha honda motorrad auto autos ford mustang corvette harley traktor',
  'pokemon pikachu starwars skywalker vader matrix batman superman spiderman ironman hulk naruto goku gandalf hobbit',
  'frodo legolas sherlock potter hogwarts voldemort minecraft fortnite zelda mario sonic warcraft diablo killer hunter',
  'ninja samurai shadow phantom ghost geist hammer donner blitz thunder lightning feuer fire wasser water freiheit',
  'freedom freude gluck glueck glück lucky happy power energie energy gold golden silver silber diamond diamant money',
  'geld euro dollar million kaffee coffee schokolade chocolate cookie banane banana apfel orange kirsche cherry',
  'pizza kuchen bier beer wein music musik guitar gitarre metallica rammstein slipknot nirvana beatles jesus christ',
  'gott glaube hoffnung bibel blessed heaven forever immer ewig always never nothing nichts something whatever',
  'correct horse battery staple trustno1 access14 letmein monkey dragon football baseball master superman',
].flatMap((line) => line.split(' '));
