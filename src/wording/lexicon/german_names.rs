//! German: words for the purposes and data categories of the taxonomy.

use super::Named;

/// Words for each purpose.
pub const PURPOSES: Named = &[
    (
        "marketing.communications",
        &[
            "newsletter*|rundbrief*|brief|briefe|katalog*|prospekt*|angebote|angebot|angebots-*|*angebote|*angebot|*angeboten|angeboten|rabatt*|aktionen|gutschein*|neuigkeiten|*tipps|tipps|*termine|nachrichten|nachricht|*nachricht*|erinner*|benachrichtig*|einladung*|einladen|spendenbitte*|spendenaufruf*|aufruf*|spende*|anrufe|anruf*|rufen|ruf|informier*|rezept*|tarife*|tarifen|*tarife|*tarifen|stellenangebote|schreiben|bescheid|melden|mitteilen|mitzuteilen|magazin*|heft*|werbemail*|grüße|hinweise|hinweis|warnung|warnen|warnt",
            "das|unser|neue ..1 programm|spielplan",
            "per|als|über email|sms|post|telefon|whatsapp|brief|push*|mail",
            "email|emails|sms ..4 mit|zu|über|wenn|an|von|bei|sobald|im",
            "brief|briefe|karte|karten|post ~3 jahr|monat|saison",
            "jahr|monat ~2 ein|einen brief|karte",
        ],
    ),
    (
        "marketing.advertising",
        &["werbung|werbe*|*werbung|anzeigen|*anzeigen|anzeige|reklame|marketing*|*marketing|inserate|sponsor*"],
    ),
    (
        "analytics.reporting",
        &[
            "statistik*|*statistik|zählen|gezählt|zählung|messen|*messung|messung*|reichweite*|auswert*|auswertung*|analys*|ermitteln|zahlen|bericht*|umfrage*|*umfrage|befragung*|vergleich*",
            "herausfinden|erkennen|sehen|verstehen|wissen|erfahren|prüfen|entscheiden|lernen ..3 welche*|wo|was|wie|wann|ob|wer|warum",
            "welche*|wo|was|wie|ob ..8 herausfinden|erkennen|sehen|entscheiden|erfahren",
            "planen|planung|*planung|fehler*|beheben|reparieren|absturz*|abstürze*",
            "sieht|erkennt|erfährt|weiß|versteht|merkt|schauen|schaut|prüft ..3 welche*|wo|was|wie|wann|ob|wer|warum|wonach",
            "wonach|worauf ..4 gesucht|geachtet|gefragt",
        ],
    ),
    (
        "personalize.content",
        &[
            "vorschlag*|vorschläg*|vorzuschlagen|vorschlagen",
            "schlagen ..6 vor",
            "wählen ..6 aus",
            "empfehl*|*empfehl*|empfohlen|personalis*|zuschneiden|zugeschnitten*|passend*|maßgeschneidert*|beraten|beratung|auswählen|auszuwählen|anpassen|angepasst*|sortier*|ordnen|*tipps|lesetipps|abgestimmt*|individuelle*",
        ],
    ),
    (
        "functional",
        &[
            "zeigen|anzeigen|angezeigt|finden|findet|gefunden|karte|karten|route*|navig*|vorhersage*|wetter*|merken|übersetz*|liefer*|lieferung*|zustell*|scannen|öffnen|öffnet|entsperr*|schranke|gutschreiben|gutgeschrieben|synchron*|sichern|sicherung*|abspielen|buchen|buchung*|termin*|reparatur*|abrechn*|rückruf*|orten|ortung|führen|chat*|anmelden|bezahl*|berechnen|berechnung|schätzen|erkennen|üben|übung*|trainieren|lernen|antwort*|beantwort*|ansehen|ausstell*|veröffentlich*|teilen|meinung*|beurteil*|bereithalt*|vorlesen|aufnehmen|nächste*|nähe|rechtzeitig|begleiten|aushang|wand",
            "schaukasten|aufhängen|aushängen|ausstellen|drucken|abdrucken|gedruckt|*zeitung|aushängen|aushang|*liste|verzeichnis",
            "damit !einverstanden ..8",
            "um ..8 *zu*",
        ],
    ),
    (
        "essential",
        &[
            "betrug*|prüfen|prüft|untersucht|behandelt|prüfung|*prüfung|überprüf*|verifizier*|nachweis*|rechnung*|gesetz*|vertrag*|notfall*|notruf*|sicherheitsprüfung|vermieten|bestätigen|versicher*|führerschein*",
        ],
    ),
    (
        "third_party_sharing",
        &["eigene*|eigenen zweck*|zwecke|zwecken|angebote|werbung|kampagnen", "ermitteln|ermittlung*|aufklär*"],
    ),
    ("sales", &["verkauf*|veräußer*|weiterverkauf*"]),
    (
        "train_ai_system",
        &[
            "trainieren|training|trainiert|anlernen|lernen ..4 modell*|ki|sprachmodell*|algorithm*|system|software",
            "modell*|ki|sprachmodell* ..4 trainieren|training|trainiert|anlernen|lernt",
            "künstliche* intelligenz",
            "ki-*",
        ],
    ),
    ("research", &["studie*|forschung*|*forschung|wissenschaft*|untersuchung*|*studie|erforsch*"]),
];

/// Words for each data category; `structure` names data by how they come about.
pub const CATEGORIES: Named = &[
    (
        "user.contact.email",
        &[
            "newsletter*|email*|*email|*emails|emails|postfach*|posteingang|mail|mails|*mail|mailadresse",
            "mailen|gemailt|anmailen|zumailen|*mailen",
        ],
    ),
    (
        "user.contact.phone_number",
        &[
            "telefonnummer*|handynummer*|mobil*nummer|rufnummer*|mobilnummer|telefonisch*|telefonat*",
            "per|am|via|über|mit telefon|handy|whatsapp|messenger",
            "anruf|anrufe|anrufen|anzurufen|rufen|ruft|angerufen|telefonisch|*anrufe",
            "sms|*-sms|kurznachricht*|whatsapp*|smsen",
            "telefon*",
        ],
    ),
    (
        "user.contact.address",
        &[
            "adresse*|anschrift*|*adresse|*anschrift|postleitzahl*|kontaktdaten|wohnort*|straße|hausnummer|postalisch|brief|briefe|briefpost|postkarte*|katalog*|wohnen|wohnung*",
            "per|mit post|brief",
        ],
    ),
    (
        "user.behavior.browsing_history",
        &[
            "seitenaufruf*|seitenbesuch*|besuchte*|aufgerufen*|surfverhalten|browserverlauf|klicks|klickverhalten|leseverhalten|klickpfad*|gelesene*|nutzungsverhalten|nutzungsprofil*|angesehen*|aufrufe|besuche",
            "welche* ..4 seiten|artikel|beiträge|inhalte|produkte|themen|meldungen|bücher ..3",
            "seite*|artikel*|beiträge*|produkte* ..5 lesen|öffnen|ansehen|anklicken|besuchen|aufrufen|gelesen|lesen|liest|anschauen|aufgerufen|geöffnet|besucht|angesehen",
            "besucher zählen|zahlen",
            "*zugriffe|zugriffe|verweildauer|lesedauer|reichweite*|reichweitenmessung",
        ],
    ),
    (
        "user.behavior.purchase_history",
        &[
            "bestelldaten|kaufdaten|buchungsdaten|einkauf*|einkäufe*|bestellung*|bestellte*|bestellverlauf*|gekauft*|käufe*|kaufverhalten|kaufhistorie|kassenbon*|warenkorb*|ausleih*|entliehen*|gebucht*|buchungen|retouren|rücksendung*|tickets|karten|fahrscheine|abos|gekaufte*|geliehen*|kaufen|mieten ..2",
        ],
    ),
    (
        "user.behavior.search_history",
        &["suchbegriff*|suchanfrage*|suchverlauf*|suchwörter*|gesucht*|suchen|suchwort*|suche"],
    ),
    (
        "user.behavior.media_consumption",
        &[
            "gehört*|gesehen*|hören|sehen|schauen|angeschaut*|abgespielt*|sehverhalten|hörverlauf|wiedergabe*|gestreamt*|sendungen|filme|serien|lieder|musik|podcasts|folgen|gelesen*|*verlauf|titel ..4",
        ],
    ),
    (
        "user.location",
        &[
            "standort*|position*|aufenthaltsort*|aufenthaltsdaten|gps*|wege|fahrten|fahrt|route*|strecke*|bewegungs*|haltestelle*|touren|tour|ortung|geodaten|reiseziele|ort|laufstrecke*|spaziergäng*|unterwegs",
            "wo ..3 sie|du|ich|das|ihr",
            "reisen|reise|sitzplatz*|ticket|fahrkarte*",
        ],
    ),
    (
        "user.device",
        &[
            "gerätetyp*|gerätemodell*|geräteinformation*|betriebssystem*|browsertyp*|browser ..2 version|app-version|ip-adresse*|handymodell|modell|bildschirmgröße|gerätedaten",
        ],
    ),
    (
        "user.unique_id",
        &[
            "kennung*|*kennung|*kennungen|*-id|*-ids|kundennummer*|mitgliedsnummer*|kontonummer|kennzeichen|ausweisnummer*|kartennummer*|versichertennummer|seriennummer*|nummer",
            "platznummer*|sitznummer*|tischnummer*|spindnummer*|bestellnummer*|ticketnummer*",
        ],
    ),
    (
        "user.demographic",
        &[
            "alter|alters|altersgruppe|geschlecht*|namen|name|*name|*namen|geburtstag*|geburtsdatum*|geburtsjahr|größe|körpergröße|gewicht*|beruf*|staatsangehörigkeit|familienstand|haushaltsgröße|schulnoten|noten|klasse|abschluss|konfession|sprachen|kleidergröße*|konfektionsgröße|maße|schuhgröße",
        ],
    ),
    (
        "user.financial",
        &[
            "konto*umsätze|kontoumsätze*|umsätze*|kontobewegung*|kontoauszüge*|kontostand*|einkommen*|gehalt*|bonität*|kredit*|ausgaben|sparguthaben|finanz*|buchungen|überweisung*|miete|verträge|zahlungsverhalten|steuer*|rente*|depot*",
        ],
    ),
    ("user.payment", &["iban|kreditkarte*|bankverbindung|zahlungsdaten|kartendaten|kontodaten|bankdaten"]),
    (
        "user.health_and_medical",
        &[
            "gesundheit*|pulswert*|puls*|blut*|laborwert*|*werte|befund*|diagnose*|medikament*|rezept|rezepte|allergie*|symptom*|schlaf*|krankheit*|vorsorge*|arzt*|impf*|trainings*|schritte|zyklus*|schwanger*|fitness*|ernährung*|unverträglichkeit*|kalorien|herzfrequenz*|herzschlag*|behandlung*|blutzucker*|brille*|sehstärke|workouts|stimmung*|verletzung*",
        ],
    ),
    (
        "user.biometric",
        &[
            "foto*|*foto|*fotos|bild|bilder|*bild|*bilder|gesicht*|fingerabdruck*|stimmprofil*|stimmabdruck*|sprachprobe*|sprachaufnahme*|selfie*|porträt*|aufnahme*|iris",
            "ihre|ihrer|deine|deiner|meine|meiner|der|die ~1 stimme !zu|nicht|ich|dem",
        ],
    ),
    ("user.social", &["adressbuch*|kontakte|kontaktliste|telefonbuch|freundesliste|follower"]),
    (
        "user.content",
        &[
            "nachrichten|dokumente*|zeichnung*|videos|video*|aufnahmen|dateien|lebenslauf*|kommentare|beiträge|kamera*|mikrofon*|notizen|chats|chatverlauf|gespräche|texte|antworten|kalender*|aufsätze|hausaufgaben|tagebuch*|belege|quittung*|bewertungen|eingaben|sprachnachricht*|tonaufnahme*|werke|unterlagen|bewerbung*",
        ],
    ),
    (
        "user.telemetry",
        &[
            "zähler*|verbrauch*|*verbrauch|stromverbrauch|heizung*|energie*|absturzbericht*|fehlerbericht*|spielzeit*|spielstände|fahrverhalten|fahrstil|tempo|geschwindigkeit*|kilometer*|messwert*|temperatur*|ladevorgänge|laufzeit*|nutzungsdauer|datenvolumen|minuten|nutzungsdaten|nutzungsstatistik*|gerätedaten|sensordaten|batterie*|akku*|wasser*|strom*|gas*|heiz*|absturzdaten|protokolle",
            "wie ~1 oft|lange|schnell|häufig|viel|stark|weit ~2 sie|du|ich|ihr|die|der|das",
            "wie ~1 sie|du|ich",
            "wann ..3 sie|du|ich|das|die|der ..3",
            "welche geräte",
        ],
    ),
    (
        "structure",
        &[
            "_ die|den|das|welche sie|du|ich ..3 les*|lies*|kauf*|hör*|seh*|sieh*|schau*|such*|spiel*|öffn*|bestell*|schreib*|schrieb*|gekauft|gelesen|eingegeben|angegeben|gebucht|hochlad*|hochgeladen|mach*|aufnehm*|aufgenommen|geschickt|gesendet|eintrag*|eingetragen|fahr*|lauf*|nutz*|besuch*|anklick*|ausleih*|entleih*|mitbring*|senden|schicken|ausfüll*|teilen|sagen|sprech*|ess*|koch*|trink*|tipp*",
            "was sie|du|ich ..4 kaufen|lesen|hören|sehen|schauen|suchen|spielen|bestellen|essen|ansehen|anklicken|machen|tun|schreiben|ausleihen|trainieren|fahren|kochen|kaufst|liest|hörst|siehst|suchst|spielst|lese|höre|kaufe|mögen",
            "welche* ..2 _ ..2 sie|du|ich|am|sie ..3",
            "was du|ich !damit|dafür|davon|dazu _",
            "was sie ~3 *en",
            "die|den|das|welche|denen sie|du|ich ~4 hast|haben|habe",
            "!daten|kundendaten|nutzerdaten|personendaten|metadaten|rohdaten *daten|*werte|*historie|*verlauf",
            "schritt*|schrittzahl*|reisedaten|reiseplan*|reisedatum",
            "ihre|deine|meine ~1 gespeicherte*|letzte*|bisherige*|frühere*|vergangene* _",
            "herzschlag*|atem*|atmung|schnarchen|husten|haltung|schmerz*|rasse|anwesenheit*|dienstplan*|tastatureingaben|tippverhalten|zwischenablage|bildschirmfoto*|screenshot*|handschrift*|zeugnis*|urkunde*|merkliste*|wunschliste*|einkaufsliste*|wunschzettel*|probe*|speichel*|urin*|haar*|zähne*|röntgen*|ekg|runden|liter*|luftfeuchte*|kennzeichen*|initialen|dialekt*|bettzeit*|schlafenszeit*|kilometerstand|punktestand|züge|hobby*|qualifikation*|fahrzeug*|chip*|halsband|skizze*|sprachbox|lärm*|dezibel|erschütterung*|vornamen|vorname|spitznamen|lernstand",
        ],
    ),
];
