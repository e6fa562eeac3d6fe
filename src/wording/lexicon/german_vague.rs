//! German: what could mean anything.

use super::Patterns;

/// Phrases that could cover anything.
pub const VAGUE: Patterns = &[
    "im|in erforderlichen|nötigen|notwendigen|angemessenem|erforderlichem umfang|maße|ausmaß",
    "immer|stets ~1 für sie|dich da",
    "alltag|leben ~1 leichter|schöner|einfacher|bequemer",
    "*erlebnis|*erlebnisses|*erfahrung verbesser*|optimier*|zu|noch|steigern",
    "verbesser*|optimier*|weiterentwickl*|weiterentwick*|perfektionier*|aufwert*|bereichern ..5 erlebnis*|*erlebnis|service*|dienst*|dienste|angebot*|website|webseite|seite|plattform|qualität*|produkte*|app|abläufe|prozesse|leistung*|alles|erfahrung|auftritt|shop|portal",
    "dienst*|angebot*|angebots|service*|erlebnis*|website|webseite|seite|plattform|qualität|produkte|app|leistungen|alles|leistung|nutzererlebnis|nutzungserlebnis|einkaufserlebnis|abläufe|auftritt|portal|shop|programm ..4 zu? ..2 verbesser*|optimier*|weiterentwickel*|weiterzuentwickeln|besser|perfektionieren|verbessert|optimiert|auszubauen",
    "nutzererlebnis*|nutzungserlebnis*|einkaufserlebnis*|kundenerlebnis*|surferlebnis*|benutzererfahrung|nutzererfahrung|kundenerfahrung|besuchserlebnis|online-erlebnis|websiteerlebnis|erlebnis",
    "bedarfsgerecht*|bestmöglich*|nutzerfreundlich* ..2",
    "unter anderem",
    "und|oder vieles mehr",
    "vieles mehr|andere",
    "usw|etc|und so weiter",
    "u a",
    "und ähnliche*|dergleichen",
    "ähnliche* zweck*|zwecke|dinge",
    "gegebenenfalls|ggf|bei bedarf",
    "bei bedarf",
    "interne*|geschäftliche*|betriebliche*|kommerzielle*|unternehmerische*|eigene*|organisatorische*|statthafte* zweck*|gründe*|gründen|interessen|belange",
    "noch besser*|schöner|attraktiver|angenehmer|einfacher|reibungsloser",
    "besser* ..2 service|bedienen|dienst*|machen|betreuen|kennenlernen|unterstützen|angebot*|erlebnis|qualität|werden|erfüllen|dienen",
    "rundum ..3",
    "optimal* ..3 nutzung|erlebnis|service|funktion*|bedienen|betreuen|angebot*|zu|surfen|nutzen|unterstützen|gestalten|dienst*",
    "angenehm*|schöner*|reibungslos*|optimale*|einzigartig*|perfekt*|nahtlos*|komfortabel*|ideal* ..2 gestalten|erlebnis|besuch|nutzung|zu|service|ablauf|aufenthalt|machen|einkauf*|nutzen",
    "für sie|dich ..3 besser|attraktiver|interessanter|relevanter",
    "sie|dich|kunden noch|besser ..2 betreuen|verstehen|kennenlernen|unterstützen|beraten|bedienen|ansprechen",
    "beste|besten|bester|bestes|bestem ..1 service|erlebnis|erfahrung|angebot|qualität|für|herauszuholen|aus|ergebnis",
    "das beste ..2 aus|für|herauszuholen|bieten|anzubieten",
    "sinnvoll|nützlich|hilfreich|zweckmäßig|geeignet|angebracht ..3 erschein*|scheint|halten|finden|ist|sind|erachten",
    "soweit ..4 nötig|erforderlich|sinnvoll|notwendig|nützlich|hilfreich|möglich",
    "wenn|falls|wo ..3 nötig|erforderlich|sinnvoll|notwendig|hilft|nützlich|hilfreich|passt",
    "auch anders|anderweitig|sonst|darüber ..4 nutz*|verwend*|verwenden|hinaus ..2",
    "anderweitig*",
    "auf andere weise",
    "verschiedenste*|vielfältig*|mannigfaltig* ..3",
    "insbesondere|vor allem|beispielsweise|etwa auch|zur|zum|für ..3",
    "mehrwert*",
    "qualitätssicherung|qualitätsverbesserung*|serviceverbesserung*|produktverbesserung*|angebotsoptimierung|optimierung|optimierungs*|verbesserungszweck*|weiterentwicklung|produktentwicklung|serviceoptimierung|prozessoptimierung|verbesserung|verbesserungen",
    "kundenzufriedenheit|zufriedenheit",
    "helfen sie|du uns ..4 besser|verbessern|wachsen|weiter",
    "neue* ..1 möglichkeiten|ideen|dienste|funktionen|produkte|projekte|angebote entwickeln|zu|ermöglichen",
    "dies* und jen*|das",
    "alles* mögliche",
    "was ..3 hilft|nützt|brauchen|nötig|interessiert",
    "eine reihe|vielzahl|anzahl ..2",
    "weitere*|andere*|sonstige*|ähnliche*|zusätzliche*|verschiedene* relevante*|passende*|nützliche*|wichtige*|hilfreiche*|geeignete*|interessante* ~1 signale*|daten|angaben|informationen|merkmale*|faktoren|kriterien|quellen|parameter*|werte*|hinweise*|indikatoren",
    "künftige*|zukünftige* ..1 zweck*|dienste|projekte|vorhaben|ideen|produkte",
    "bedürfnisse*|wünsche*|erwartungen ..4 erfüllen|anpassen|gerecht|abstimmen|ausrichten|entsprechen|eingehen|einzugehen",
    "weitere*|andere*|sonstige*|verschiedene*|diverse*|ähnliche*|allgemeine*|vereinbare*|kompatible* ~1 zwecke|zwecken|zweck|nutzungen|gründe*|maßnahmen",
    "gewisse*|bestimmte*|diverse*|verschiedene*|relevante*|notwendige* ~1 daten|informationen|angaben|personenbezogene*",
    "so ~1 angenehm*|einfach|komfortabel*|gut|reibungslos*|nutzerfreundlich* ~2 wie möglich",
    "optimal*|bestmöglich*|besser*|beste*|perfekt*|einzigartig*|angenehm*|schöner*|komfortabel* ~1 *erlebnis|*erlebnisse|*erfahrung",
    "noch|immer smarter|schlauer|intelligenter|persönlicher|näher|passender|runder",
    "hilfreiche*|nützliche*|wertvolle* einblicke|erkenntnisse|hinweise|funktionen",
    "diese*|solche* und weitere*|andere* funktionen|dienste|zwecke|leistungen",
    "weitere*|andere*|zusätzliche* funktionen|leistungen|dienste|services",
    "zwecke*|zwecken ~2 beschrieben*|genannt*|aufgeführt*|dargelegt*",
    "sinnvolle*|nützliche*|verschiedene*|legitime*|passende*|entsprechende* zwecke|zwecken|zweck|dinge|maßnahmen",
    "alles rund um",
    "was ~2 sonst|gut|wichtig|sinnvoll ~2 ist|tut|anfällt|erscheint",
    "im rahmen ~2 möglichkeiten|tätigkeit|zusammenarbeit|geschäftsbeziehung",
    "mehr von uns|ihnen|anderen|euch",
    "zwecke*|gründe*|belange* ~3 zusammenhang|zusammenhängen|verbunden|verbundene*",
    "im zusammenhang ~3 tätigkeit|geschäft|diensten|angebot",
    "auf dem laufenden",
    "über alles ~2 informier*|laufenden",
    "mehr ~1 von ~1 dem ~3",
    "was ~1 zählt|wichtig $",
    "angaben|daten|informationen ~1 verschiedener|unterschiedlicher|diverser|aller art",
    "für|zu ~2 und mehr",
    "zwecken|zwecke|zweck ~1 die|den|der wir ~4",
    "alles|was ~1 was? uns ~2 weiterbringt|hilft|nützt|voranbringt",
];

/// How a clause begins that tells an aim.
pub const AIM: Patterns = &[
    "um",
    "damit sie|du|wir|alles|unser*|die|das|der|ihr*",
    "so ~1 können|kann|könnten wir|sie",
    "hilft|helfen|ermöglicht|ermöglichen|erlaubt|erlauben uns|ihnen|dir",
    "dient|dienen der|dem|dazu|einem|einer",
];

/// Words that tell nothing of an aim.
pub const EMPTY: Patterns = &[
    "verbesser*|optimier*|besser*|beste*|mehr|gut|gute|guten|bieten|bietet|machen|macht|heben|hebt|level|nächste*|qualität|service*|dienst|dienste|diensten|leistung*|erlebnis*|möglich|möglichkeiten|sichern|sicherzustellen|gewährleisten|arbeit|abläufe|prozesse|alles|dinge|werden|weiterzuentwickeln|weiterentwickeln|voranbring*|weiterbring*|wachsen|gestalten|kunden|kundinnen|nutzer*|menschen|gäste|bedürfnisse*|wünsche*|erwartungen|erfüllen|verstehen|kennenzulernen|unterstützen|betreuen|begeistern|näher|persönlicher|relevanter|nahtlos*|reibungslos*|läuft|laufen|rund|rundum|zukunft|welt|momente|app|website|webseite|seite|plattform|produkte*|lösungen|niveau|standards|stetig|laufend|ständig|kontinuierlich|optimal*|perfekt*|einzigartig*|angenehm*|schöner|einfacher|moderner|steigern|erhöhen|herauszuholen|herausholen|zufriedenheit|voranzubringen|auszubauen|verdienen|erwarten|zählt",
];

/// Words that carry no sense of their own.
pub const FILLER: Patterns = &[
    "der|die|das|den|dem|des|ein|eine|einen|einem|einer|eines|unser*|ihr|ihre|ihren|ihrem|ihrer|dein|deine|deinen|sie|ihnen|du|dir|dich|wir|uns|es|zu|zum|zur|für|mit|von|im|in|an|am|auf|aus|und|oder|so|noch|immer|auch|als|wie|was|können|kann|könnten|dabei|damit|stets|weiter|hin|insgesamt|alle|allen|aller|jeden|jede|tag|wirklich|ganz|viel|sein|sind|ist",
];

/// Praise of what is sent that says nothing of it.
pub const PRAISE: Patterns = &[
    "spannende*|exklusive*|tolle*|attraktive*|interessante*|top|super|heiße*|unschlagbare*|unwiderstehliche*|großartige*|fantastische*|sensationelle*|aufregende*|einmalige*|beste*|wertvolle*|besondere*|coole* ~1 info|infos|informationen|news|neuigkeiten|neues|angebote*|deals|inhalte*|aktionen|vorteile*|extras|überraschungen|updates|schnäppchen|themen|dinge|sachen",
    "top-angebote*|topangebote*|top-deals|topdeals|super-angebote*|exklusivangebote*|exklusiv-angebote*|mega-deals|superdeals",
];

/// That something is sent, and by which way, but not what.
pub const CONTACT: Patterns = &[
    "schicken|senden|mailen|schreiben|anrufen|zeigen|informieren|erhalten|bekommen|melden|benachrichtigen",
    "per|via email|mail|sms|post|push|telefon|brief|whatsapp",
    "email|emails|mail|push|sms|newsletter*|mitteilungen|benachrichtigungen|nachrichten|nachricht|post",
];
