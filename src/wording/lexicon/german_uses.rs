//! German: uses of data that a person may want to answer apart, told by words that can hardly mean anything else.

use super::Named;

/// Words for each use, by the first parts of the taxonomy's names.
pub const USES: Named = &[
    (
        "analytics",
        &[
            "*statistik|*statistiken|statistik*|statistisch*|webanalyse*|nutzungsanalyse*|reichweitenmessung*|reichweite*|*messung|besucherzahlen|besuchszahlen|leserzahlen|marktstatistik|zugriffszahlen|analytics|marktforschung*|publikumsforschung|nutzungsauswertung*|marktstudie*",
            "zugriffe|nutzung|besuche|verhalten|nutzungsverhalten|traffic|seitenaufrufe ~4 analysieren|auswerten|messen|auszuwerten|zählen|analysiert|ausgewertet|gemessen",
            "analysieren|auswerten|messen|zählen ~4 zugriffe|nutzung|nutzungsverhalten|besucher|seitenaufrufe|website|reichweite",
            "sehen|verstehen|erfahren|wissen|herausfinden ..1 wie|welche|was|welchen|wo ~4 menschen|besucher|kunden|leute|nutzer|leser|gäste|seiten|artikel|website|app|seite",
            "messen ..2 welche|wie",
            "markt-|produktverbesserung|produktoptimierung|produktentwicklung|qualitätsverbesserung|auslastungsstatistik*|auslastungszahlen|umsatzstatistik",
            "auswertung|auswertungen|analyse|analysen|auswerten ..4 einkäufe|nutzung|besuche|antworten|verhaltens|daten|käufe|bestellungen|fahrten",
            "einkäufe|nutzung|besuche|antworten|kurse|bestellungen|fahrten|käufe ..4 auswerten|auswertet|ausgewertet|analysieren|analysiert",
            "planung|planen ..3 linien|angebots|sortiments|neuer",
        ],
    ),
    (
        "marketing.communications",
        &[
            "newsletter*|rundmail*|werbemail*|werbe-email*|werbeanruf*|werbe-sms|werbebrief*|werbepost|werbenachricht*|angebotsmail*|e-mail-werbung|telefonwerbung|email-marketing|e-mail-marketing",
            "werbung|angebote|angeboten|rabatte|neuigkeiten|werbeinformationen|aktionen|einladungen|marketing ..3 per|via|über email|e-mail|post|telefon|sms|brief|whatsapp|push|mail",
            "per|via email|e-mail|post|telefon|sms|brief|whatsapp|push ..6 werbung|angebote|angeboten|rabatte|neuigkeiten|aktionen|kontaktieren|ansprechen|informieren",
            "angebote|angeboten|rabatte|neuigkeiten|gutscheine|aktionen|werbung|rabattcodes|coupons ..4 schicken|senden|zuschicken|zusenden|zuzusenden|mailen|simsen|zukommen|zugeschickt|zugesandt|erhalten|schickt|sendet|versenden",
            "schicken|senden|mailen|simsen|anrufen|schreiben ~8 angebote|angeboten|rabatte|neuigkeiten|gutscheine|aktionen|werbung",
            "anrufe|anrufen|mails|emails|e-mails|sms|briefe|prospekte|nachrichten ..3 der|von|zu|über|mit|erhalten|bekommen|schicken|senden ..2 sponsoren|partner*|angebote*|aktionen|zusatzprodukten|produkte*|tarife*|neuigkeiten|uns",
            "email|e-mail|sms|whatsapp|telefon|telefonisch|post ~4 von|über|zu aktionen|angeboten|neuigkeiten|tarifen|produkten|neuen",
            "telefon|telefonisch|schriftlich|anruf ~3 beraten|einladen|umfragen|werben",
            "werbliche|telefonische|werblich|telefonisch|postalische ..1 ansprache|kontaktaufnahme|kontaktieren|informieren|anzusprechen|angesprochen",
        ],
    ),
    (
        "marketing.advertising",
        &[
            "werbung|*werbung|werbeanzeigen|anzeigen|werbeeinblendungen|retargeting|remarketing !per|via|über|schicken|senden|zuschicken|mailen",
        ],
    ),
    (
        "marketing",
        &[
            "individuelle|passende|persönliche|personalisierte|zugeschnittene|maßgeschneiderte ..1 angebote|produktangebote|rabatte|gutscheine|coupons",
            "für angebote|produktangebote|marketing",
            "bedarfsgerechte* ansprache|werbung|angebote",
            "gutscheine|angebote ..4 zuschneiden|zugeschnitten|abstimmen|auswählen",
            "werbezweck*|marketingzweck*|werbemaßnahmen|marketingmaßnahmen",
        ],
    ),
    (
        "personalize",
        &[
            "inhalte|angebot|startseite|empfehlungen|ergebnisse|beiträge ~4 personalisieren|anpassen|zuschneiden|personalisiert|zuzuschneiden|abzustimmen",
            "personalisierte|personalisierten|zugeschnittene|maßgeschneiderte|individuelle ..3 inhalte|inhalten|empfehlungen|beiträge|vorschläge",
            "empfehlung|empfehlungen|*empfehlungen|vorschläge|*vorschläge|personalisierung",
        ],
    ),
    (
        "profile",
        &[
            "profil|profile|*profil|*profile|nutzungsprofile ~3 bilden|erstellen|anlegen|erstellt|gebildet|angelegt",
            "profilbildung|profiling",
        ],
    ),
    (
        "train_ai_system",
        &[
            "trainieren|training|trainiert|anlernen|entwickeln ..4 modell*|ki|sprachmodell*|algorithm*|ki-*",
            "modell*|ki|sprachmodell*|ki-modelle|algorithm*|ki-modell ..3 trainieren|training|trainiert|anlernen|anzulernen",
            "ki-training|modelltraining|ki-trainings",
            "maschinell*|maschinelles lernen",
        ],
    ),
    ("social", &["soziale|sozialer|social ..1 medien|netzwerke|media ~2 funktionen|einbinden|bereitstellen|anbieten"]),
    (
        "research",
        &[
            "wissenschaftlich*|medizinisch*|klinisch*|universitär* forschung*|studie|studien|zwecke|zwecken",
            "forschungszweck*",
            "für die|unsere? forschung",
        ],
    ),
    ("sales", &["daten|adresse|adressen|angaben|profil ~4 verkaufen|verkauft|veräußern|vermieten"]),
];
