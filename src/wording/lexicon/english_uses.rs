//! English: uses of data that a person may want to answer apart, told by words that can hardly mean anything else.

use super::Named;

/// Words for each use, by the first parts of the taxonomy's names.
pub const USES: Named = &[
    (
        "analytics",
        &[
            "statistic|statistics|statistical|analytics",
            "measure|measures|measuring|measurement|gauge ..4 site|sites|website|app|pages|visits|visitors|ads|content|reach|performance|audience|audiences|campaigns|effectiveness|traffic|used",
            "reach|audience|ad|content|performance measurement|modelling|modeling|measuring",
            "count|counts|counting ..2 visits|visitors|views|plays|page|clicks|readers|customers",
            "for|and|of ..1 measurement|optimisation|optimization|benchmarking",
            "audience|visitor|visitors|readership|reader|listener|viewer|usage|traffic|product research|measurement|insights|analysis|figures|numbers|statistics|tracking",
            "analyse|analyses|analysing|analyze|analyzes|analyzing|evaluate|understand|study|studying|track ~3 traffic|usage|use|visits|behaviour|behavior|visitors|users",
            "traffic|usage|site|web|website|audience|market analysis|analytics|measurement|research",
            "see|learn|understand|know|find|count ..1 how|which|what|where ~2 people|visitors|customers|readers|users|members|everyone|pages|articles|products|site|app",
        ],
    ),
    (
        "marketing.communications",
        &[
            "newsletter|newsletters|e-newsletter|e-newsletters|mailshot|mailshots|mailings",
            "marketing|promotional|advertising|sales emails|email|texts|sms|calls|messages|mail|mailings|communications|letters|notifications|updates",
            "marketing|advertising|advertisements|adverts|promotions by|via|over|through email|post|text|sms|phone|telephone|whatsapp|push|mail",
            "send|sends|sending|email|emails|emailing|mail|mails|mailing|text|texts|texting|ring|rings|call|calls|calling|phone|phones|message|messages|contact|contacts|contacting|receive|get|approach ..6 offer|offers|deals|promotions|discounts|news|vouchers|specials|catalogue|invitations|coupons",
            "offers|deals|promotions|news|discounts|invitations|marketing ..3 by|via|over email|post|text|sms|phone|telephone|mail|whatsapp",
            "email|emails|text|texts|ring|rings|call|calls|phone|phones|phoned|called|message|contact|contacts|invite you|me ..1 about|with|to !your|my|this|the _",
            "receive|get|allow|permit|agree|accept|consent ..3 emails|calls|texts|letters|messages|mailings|brochures|leaflets|phone-calls",
            "send|post|mail you|me ..3 brochures|leaflets|letters|catalogues|magazine",
            "partner|product|special|exclusive offers|promotions",
            "email|text|sms|telephone|phone|postal|direct marketing",
        ],
    ),
    (
        "marketing.advertising",
        &[
            "ads|ad|adverts|advert|advertisement|advertisements|commercials !by|via|over|-free",
            "advertising !by|via|over|emails|email|texts|sms|calls|messages|mail|mailings|partners|networks|department|agency",
            "retarget*|remarketing|advertise|advertises",
            "promote|promoting the|our ..3",
        ],
    ),
    (
        "marketing",
        &[
            "marketing purposes|efforts|campaigns",
            "for|and marketing $|and|purposes",
            "pick|picks|choose|chooses|select|selects|tailor|tailors|match|matches|make ..3 offers|coupons|deals|vouchers|promotions",
            "personalised|personalized|tailored|individual|targeted|relevant|interest-based offers|promotions|deals|coupons|adverts",
        ],
    ),
    (
        "personalize",
        &[
            "personalise|personalize|personalises|personalizes|personalised|personalized|personalising|personalizing|tailor|tailors|tailored|customise|customised|customize ..2 content|contents|recommendations|suggestions|feed|results|stories|articles|videos|playlists|homepage|timeline|shop|start",
            "content|contents|recommendations personalisation|personalization|recommendations",
            "recommend|recommends|recommendation|recommendations|suggestions",
        ],
    ),
    (
        "profile",
        &[
            "build|create|creates|compile|draw|keep|form|building|creating ..2 profile|profiles",
            "profiling|profile-building",
        ],
    ),
    (
        "train_ai_system",
        &[
            "train|trains|training|teach|teaching|develop|developing ..3 model|models|ai|algorithm|algorithms|assistant|chatbot|ai-*",
            "ai|model|algorithm training",
            "machine learning",
        ],
    ),
    ("social", &["for|and|with social media", "social ..1 media features|functions|plugins|plug-ins|sharing"]),
    (
        "research",
        &[
            "for|and|in ..1 research !partners|purposes",
            "research purposes",
            "scientific|medical|clinical|academic|health|university|public research|studies|study",
        ],
    ),
    (
        "sales",
        &["sell|sells|selling|sold|rent|rents|trade|trades ..3 data|details|address|addresses|information|profile"],
    ),
];
