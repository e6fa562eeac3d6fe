//! English: words for the purposes and data categories of the taxonomy.

use super::Named;

/// Words for each purpose.
pub const PURPOSES: Named = &[
    (
        "marketing.communications",
        &[
            "email|emails|emailing|text|texts|texting|ring|rings|ringing|call|calls|calling|phone|phones|phoning|telephone|write|writes|writing|message|messages|mail|mails|notify|notifies|tell|tells|telling|alert|alerts|warn|warns|contact|contacts|inform|informs|invite|invites|remind|reminds|send|sends|sending ..1 to? you|me|us|members|people|customers|parents|them|someone|your|readers",
            "newsletter|newsletters|catalogue|catalog|brochure|brochures|bulletin|circular|magazine|appeal|appeals|fundraising|donation|donations|invitation|invitations|greeting|greetings",
            "offers|offer|promotion|promotions|deals|discounts|vouchers|tips|news|odds|tariffs|vacancies|recipes|reminders|reminder|alerts|alert|announcements|sales|bargains|updates",
            "the ..1 programme|program for|of",
            "by text|email|post|phone|sms|letter",
            "our|your|any|these|such|more|weekly|monthly|daily emails|texts|calls|messages|letters",
            "notification|notifications|push|note|alert|message ~3 when|if|about|before|after|as",
            "calls|texts|emails about|with|on|from|when|twice|once|a",
            "marketing calls|emails|texts|messages|mail|campaigns",
            "email|text|send|ring|call ..3 when|about|the|a|our|new|as|before|after|if|only|once|each|every",
            "phone|write|telephone|message|drop|calling|ring|call ~4 when|before|about|as|if",
            "promo|promos|specials|drops",
            "letters|cards|postcards ~2 a|each|every|per year|month|season|quarter|spring",
        ],
    ),
    (
        "marketing.advertising",
        &[
            "ads|ad|advert|adverts|advertising|advertisement|advertisements|commercials|sponsored|sponsorship|retargeting|remarketing",
            "marketing",
        ],
    ),
    (
        "analytics.reporting",
        &[
            "statistic|statistics|statistical|count|counts|counting|measure|measures|measuring|measurement|audience|visitor|figures|totals|averages",
            "modelling|modeling|benchmarking|optimisation|optimization",
            "see|find|learn|know|tell|understand|check|decide|judge|work ..2 which|what|where|how|whether|when|why|out",
            "compare|compares|compared|analyse|analyze|analysis|evaluate|report|survey|test|monitor",
            "plan|plans|planning|decide|decides|research|study|studies",
            "fix|fixes|repair|mend|debug|diagnose|bugs|errors|faults|crashes",
            "improve|improves|improving|better|speed|smooth !experience|service|services|products|product|offering|offerings|app|site|website|platform|quality|everything|things|customer|user|your|and|our|the|overall|ourselves|them|it|performance|business|how|what|purposes|as|on|in|at|up|you|us|of|for|than|or _",
            "sees|finds|learns|knows|tells|decides|judges|checks|understands|hears|works|look|looks ..2 which|what|where|how|whether|when|why|out",
            "judge|assess|gauge|weigh|spot|notice ..2 which|what|where|how|whether|when|why|if",
        ],
    ),
    (
        "personalize.content",
        &[
            "recommend|recommends|recommendation|recommendations|suggest|suggests|suggestion|suggestions|suggesting|personalise|personalize|personalised|personalized|match|matches|matching|picked|pick|choose|chooses|choosing|chosen|sort|sorts|rank|ranks|adapt|adapts|adjust|adjusts|propose|advise|advice|playlist|playlists|curate|curated",
        ],
    ),
    (
        "functional",
        &[
            "forecast|forecasts|map|maps|route|routes|navigate|navigation|directions|remember|remembers|translate|translates|deliver|delivery|delivers|display|displays|scan|scans|unlock|sync|back-up|backup|play|show|shows|showing|reserve|book|booking|appointment|repair|charge|refund|prescribe|prescription|locate|locates|track|tracks|guide|guides|support|chat|login|log-in|sign-in|pay|payment|order|calculate|compute|estimate|draw|print|record|predict|predicts|detect|detects|recognise|recognize|identify|train|coach|teach|learn|answer|answers",
            "help|helps ..1 you|us|to|find",
            "connect ~2 friends|people|neighbours|others",
            "share|shares|sharing|show ~6 friends|family|class|team|club|teacher|doctor",
            "find|finds|finding ..3 you|the|a|your|it|places|shops|friends|nearest|people|near",
            "open|opens|start|starts ..3 door|gate|barrier|car|engine|locker|bike",
            "nearest|nearby|closest",
            "alert|warn|notify|remind ..2 when|you|me|before|of|about|to",
            "nudge|nudges|ping|pings ..2 you|me ..3 at|if|when|once|to",
            "fill|fills ..1 in|out",
            "credit|credits|award|awards|earn ~2 points|bonus|miles|stars|reward",
            "read ..3 off|out|aloud|meter",
            "listen|listens ~2 to|before",
            "sort|sorts|look|looks ~1 out|after|up",
            "copy|copies|move|moves|carry|bring ~4 across|over|along",
        ],
    ),
    (
        "essential",
        &[
            "fraud|fraudulent|verify|verifies|verification|verified|licence|license|legal|law|check|checks|confirm|prove|proof|invoice|invoices|billing|bill|bills|insure|contract|required|safety|emergency|emergencies|rescue|ambulance",
        ],
    ),
    (
        "third_party_sharing",
        &[
            "look|looks|looking into",
            "investigate|investigates|investigation|incidents|pass|passes|passed ..2 on",
            "for|their their? own ..2 campaigns|marketing|purposes|use|ends|offers|products|research",
        ],
    ),
    ("sales", &["sell|sells|sold|selling|resell|resold"]),
    (
        "train_ai_system",
        &[
            "train|trains|training|teach|teaches ..4 model|models|ai|algorithm|system|software|assistant|network|computer|voice|recognition",
            "artificial intelligence",
            "ml|ai|model training|models|learning",
            "machine learning",
        ],
    ),
    ("research", &["study|studies|research|trial|survey|science|scientific|researchers|university"]),
];

/// Words for each data category; `structure` names data by how they come about.
pub const CATEGORIES: Named = &[
    (
        "user.contact.email",
        &[
            "email|emails|emailed|emailing|inbox|inboxes|mailbox|mailboxes|newsletter|newsletters|e-newsletter",
            "mailing list|lists",
            "each|every|this|that|any mail",
        ],
    ),
    (
        "user.contact.phone_number",
        &[
            "phone|mobile|telephone|cell number|numbers",
            "call|ring|phone|telephone|text|texts|texting|ringing|calling|sms|whatsapp|rings|calls|message you|me|us|them|him|her|customers|people|members|patients|readers|your|tenants|parents|someone|subscribers|guests|clients|donors",
            "by|via|with|per|in text|phone|sms|whatsapp|telephone|call",
            "text|sms|whatsapp messages|message|reminder|alerts|alert|offers|updates",
            "texts|calls|sms|call|texting|phoning|ring|rings ..1",
            "a text",
            "no text|texts|calls|call",
            "phone|telephone calls|call",
        ],
    ),
    (
        "user.contact.address",
        &[
            "address|addresses|postal|postcode|postcodes|zip|street",
            "house number",
            "contact details|data|information",
            "where you live",
            "by post|letter|mail",
            "letter|letters|brochure|brochures|catalogue|catalogues|postcard|postcards",
        ],
    ),
    (
        "user.behavior.browsing_history",
        &[
            "-opening|open|another|turning|visiting|leaving|closing page|pages|visit|visits|visited|click|clicks|clicked|articles|article|websites|sites|sections|headlines ~6 you|your|visit|visits|open|opened|read|viewed|views|are|were|look|click|is|people|visitors|users|count|history|most|visited",
            "your? activity|browsing ~1 across|on|in|off|outside ~5 app|apps|site|sites|website|websites|platform|platforms|web",
            "page|site|website views|visits|clicks|visit",
            "pages|articles|stories|topics|products|items|offers|things you ..2",
            "visits|clicks",
            "browsing history|habits|behaviour|behavior|data",
            "reading habits|history|list|behaviour|behavior",
            "-our use|usage of ~2 site|website|page|pages|app",
            "products|items viewed|looked|seen|clicked",
            "how you|visitors|people|users ..2 use|move|browse|navigate|scroll|found|find|interact|behave|engage|read|arrive|get|got|came|come",
            "site|website|page|web usage|use|traffic|visits",
            "how ~2 site|website|app|pages|page|shop ~1 is|are used|read|visited|found",
            "analyse|analyze|measure|understand|count|monitor ~2 traffic|visits|visitors",
            "count visitors|visits",
        ],
    ),
    (
        "user.behavior.purchase_history",
        &[
            "purchase|purchases|purchased|bought|buy|buys|orders|ordered|receipt|receipts|basket|baskets|bookings|booked|loans|borrow|borrowed|borrowing|rented|rentals|shopping|spent|subscriptions|tickets|returns|returned",
            "order|loan|rental|shopping|booking|purchase history|list|habits|data|records",
        ],
    ),
    (
        "user.behavior.search_history",
        &[
            "searches|searched|queries",
            "search ..3 terms|words|history|for|match|matching",
            "words ..2 search|type|enter|look",
            "this search",
        ],
    ),
    (
        "user.behavior.media_consumption",
        &[
            "watch|watched|watching|viewing|listen|listened|listening|listens|played|episodes|heard|streamed",
            "programmes|shows|songs|films|podcasts|videos|music|titles|books|tracks ..2 you|i|are",
            "play|hear|read|see|stream you|what",
            "what ..3 play|read|hear|on|watch|listen|stream",
            "which ..3 play|read|hear|watch|you|are|is",
        ],
    ),
    (
        "user.location",
        &[
            "location|locations|position|positions|whereabouts|gps|journeys|journey|trips|trip|route|routes|itinerary|walks|movements|commute|stops|coordinates|rides|driven|drives|geolocation|nearby",
            "where ..2 you|i|your|people|they|my",
            "where !it|this|that|the|there|we|and _ is|are|was|goes|went",
        ],
    ),
    (
        "user.device",
        &[
            "phone|device|browser|computer|tv|router|tablet|watch|app|system model|type|version|settings|name|make|number|language",
            "operating system",
            "ip address|addresses",
            "model ..3 version|phone",
        ],
    ),
    (
        "user.unique_id",
        &["identifier|identifiers|id|ids", "seat|locker|table|plot|bed|booth|ticket|order number|numbers"],
    ),
    (
        "user.demographic",
        &[
            "age|ages|gender|sex|name|names|birthday|birthdays|birth|height|weight|nationality|occupation|job|profession|education|subject|religion|marital|household|surname|title|sizes|size|measurements|nickname|languages|class|grade|grades|marks|date|dates",
        ],
    ),
    (
        "user.financial",
        &[
            "bank|transactions|transaction|income|salary|salaries|balance|balances|spending|payments|savings|debts|mortgage|pension|tax|wages|rent|claims",
            "account statements",
            "credit !agency|agencies|reference|bureau",
        ],
    ),
    ("user.payment", &["card details|payments|number", "iban"]),
    (
        "user.health_and_medical",
        &[
            "health|allergy|allergies|heart|pulse|sleep|prescriptions|prescription|diagnosis|diagnoses|blood|symptoms|symptom|medication|medicines|lab|medical|patient|workout|workouts|steps|cycle|pregnancy|fitness|calories|vaccination|vaccinations|vaccine|illness|illnesses|glucose|training|runs|exercise|diet|meals|doctor|dental|x-rays|eyesight|hearing|mood|moods|therapy|injuries",
            "test results|result",
            "medical|health|patient|patients'|treatment|their records|files|notes|history",
        ],
    ),
    (
        "user.biometric",
        &[
            "face|faces|fingerprint|fingerprints|voice|voices|photo|photos|photograph|photographs|selfie|iris|picture|pictures|portrait|portraits|image|images|palm|biometric|biometrics|genetic|dna",
            "snap|snaps|snapshot|snapshots|pic|pics|headshot|headshots|mugshot",
        ],
    ),
    (
        "user.social",
        &[
            "address book",
            "contacts",
            "contact list|lists",
            "friends list",
            "followers|connections|acquaintances|guests",
            "people you know",
        ],
    ),
    (
        "user.content",
        &[
            "-push messages",
            "drawings|drawing|documents|document|clips|clip|videos|video|recordings|recording|recorded|files|essays|essay|cv|comments|posts|camera|microphone|notes|chats|chat|conversations|reviews|review|answers|diary|calendar|uploads|footage|audio|speech|poems|homework|scans|invoices",
            "answer|opinion|opinions|feedback|rating|ratings|verdict",
            "what|whatever|anything|everything ~1 you|i ~1 type|write|enter|say|fill|put ~3",
        ],
    ),
    (
        "user.telemetry",
        &[
            "crash|crashes|meter|meters|consumption|readings|gigabytes|scores|electricity|energy|heating|mileage|speed|braking|driving|log|logs|temperature|temperatures|battery|sensor|sensors|power|playtimes|telemetry|errors|gas|kilometres|miles",
            "play times",
            "record|records|recording ..2 screen",
            "screen recording|recordings|contents",
            "error report|reports",
            "usage|use times|time|figures|patterns|data|statistics",
            "your|my|call|talk|viewing|playing ~1 minutes",
            "how ..3 you|i ..2 drive|brake|steer|spend|shop|eat|heat|work|use|ride|play|type|move|sleep|walk|run|often|heat|charge|cook|drove|do|did",
            "how often|long|much|fast|far|many ..6",
            "when ..2 you|i|lights|your|the ..4 home|use|open|leave|arrive|log|on|switch|turn",
            "how loud|noisy|warm|cold|bright|full|heavy|busy|steep|hot|dark|quiet|humid|dry|deep|high|low|tired|well|hard ~6",
            "speeds",
            "cartridge|ink|toner|battery|fuel|water|oil|stock|charge|tank|salt ~1 level|levels",
        ],
    ),
    (
        "structure",
        &[
            "what you|your|i|my _ ..1",
            "what you've _",
            "hears|hear|notices|notice|senses|sense|detects|counts|count|measures|records|registers ~2 when|whether|how|who ~1 !you|we|it _ _",
            "which|how ~1 _ run|runs|come|comes|pass|passes|fail|play|enter|leave",
            "number plate|plates",
            "customer|account|membership|registration|card|cookie|device number|numbers|id",
            "which ..3 you|i|are|is|were|people|visitors|my|your _",
            "your ~1 saved|favourite|favorite|past|last|recent|previous|stored _",
            "!your|the|our|personal|user|users|customer|this|that|such|relevant|certain|all|any|some|more|of|and|or|these|those|their|my|its|use|uses|using|share|sharing|collect|collecting|process|processing|store|storing|additional|other|various|different|necessary|required|what|which|no|to|with|from|online|digital|analyse|combine|send|sell|access|new|data|private|in|for|by|on|as|is|are|we|how|big|raw|mobile|technical|anonymous|aggregated|statistical|first-party|third-party|meta|about|give|pass|provide|save|keep|read|transfer|business|member|member's|pupil|patient|obtain|obtaining|receive|getting|gather|gathering|certain _ data|records|history !that|protection|controller|officer|policy|centre|center|lake|clean",
            "anything|everything|all ~1 you|i _",
            "!if|when|once|because|since|unless|until|as|after|before|that|and|but|so|where|whether _ you|i ~1 have|had !changed|agreed|consented|accepted|opted|decided|finished|signed|subscribed|registered|asked|noticed @held|*ed",
            "buttons|keys|links|tiles|menus you ~1 press|tap|use|click|open",
            "the time|times you !pick|choose|set|like",
            "when you _",
            "what|which ~1 i've|i|we|we've _",
            "count|counts|counting ~1 heads|people|visitors|passers-by|cars|cyclists|walkers|users",
            "your|my|our _ list|lists|log|logs",
            "heartbeat|heartbeats|breathing|breath|snoring|snore|cough|gait|posture|pain|breed|attendance|shifts|keystrokes|typing|clipboard|screenshot|screenshots|handwriting|certificate|certificates|playlists|bookmarks|bookmark|wishlist|watchlist|votes|sample|samples|tissue|saliva|urine|teeth|scan|ecg|laps|pace|litres|humidity|plate|plates|doorbell|sightings|catches|harvest|yields|stamps|decibels|noise|vibrations|voiceprint|initials|dialect|accent|bedtime|bedtimes|mileage|lap|moves|logins|passwords|hobbies|hobby|skills|qualifications|references|vehicle|registration|chip|collar|breeds|seedlings|sketch|sketches|voicemail|voicemails",
        ],
    ),
];
