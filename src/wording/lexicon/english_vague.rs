//! English: what could mean anything.

use super::Patterns;

/// Phrases that could cover anything.
pub const VAGUE: Patterns = &[
    "to the extent ~1 necessary|needed|required|possible|useful",
    "there for you $",
    "experience|experiences|service|services ~1 you'll|you|you'd|everyone ~1 love|enjoy|like|deserve|remember",
    "improve|improving|enhance|optimise|optimize|improvement|improvements|enhancement|optimisation|optimization purposes|ourselves|things",
    "improvement|enhancement|optimisation|optimization|development of ..3 experience|service|services|offering|platform|product|products|site|website|quality|processes|app",
    "serve|serves|serving|help|assist|know|support|understand you|our|customers|users|people|everyone|your|members|guests ..3 better|best|well|optimally|needs !with|than|$",
    "serve|serves|serving|help|assist|know|support|understand you|our|customers|users|people|everyone|your|members|guests ..3 better|best|well $",
    "make|making|makes ..4 things|everything|it|life|experience|service|app|site|us|visit|stay|day|services|products ..2 better|easier|smoother|nicer|even|more|best|great|perfect|special",
    "get|gets|make|making|getting|give|gives|giving|offer|bring|provide|providing|ensure ..3 the best|most|maximum|optimum ..3",
    "best possible",
    "best of it|us|our",
    "among|amongst other|others ..1",
    "other|another|different|various|many|further|additional|new ..1 ways|way|purposes|uses|things|means|reasons",
    "and|or so on|forth",
    "and|plus much|many|lots|a more|else",
    "etc|etcetera",
    "seem|seems|seemed|consider|considers|deem|deems|think|find|finds ..2 useful|fit|appropriate|necessary|helpful|interesting|sensible|right|suitable",
    "business|internal|commercial|operational|legitimate|company|corporate|administrative|quality|similar|related|general|service|organisational|lawful|marketing-related ..2 purposes|reasons|needs|interests|ends|improvement|assurance|activities|operations",
    "including|includes but not",
    "including but",
    "help us help",
    "help us ..2 improve|grow|develop|get|serve|be|make|do ~1 better|$|you|experience|our|things|great|service|services|everything|site|app|products|us|it",
    "help us ~1 understand|serve|know|get ~3 you|customers|users|everyone|members ~2 better",
    "grow with|our|together",
    "for you ..2 even better",
    "even better|smoother|greater|nicer",
    "value-added|added value",
    "and|or the|things like|such like?",
    "whatever|anything|everything ..3 useful|need|helps|needed|helpful|want|like|relevant|else",
    "may|might|could also|additionally ..2 be ..1 used ..2 elsewhere|otherwise|other|else|differently",
    "anything else",
    "in future|the ..1 as? yet",
    "things ..2 better|smoothly|easier !than",
    "run|runs|running|work|works ..2 smoothly|optimally|perfectly",
    "provide|deliver|offer|maintain ..2 our|the|you|a|this|better|good ..2 service|services|quality|support|platform",
    "customer|user|guest|service|visitor|shopping|gaming|viewing|reading experience|satisfaction|excellence|happiness|journey",
    "where|when it helps|makes",
    "the like",
    "meet|suit|fit|match|address|cater ..2 your ..2 needs|expectations|wishes|requirements",
    "enhance|enhances|optimise|optimize ..1 it|them|how|what",
    "or even? more exciting|fun|relevant",
    "and so? much? more $",
    "personalise|personalize|personalising|customise|customize|tailor ~2 your|the|user|overall ~2 experience|visit|journey|service|stay",
    "certain|various|relevant|some ~1 information|data|details about|on|concerning|relating you|your|users|customers",
    "certain|other|additional|further|different|various|diverse|several|related|similar|compatible|general|unspecified|useful|legitimate ~2 purposes|uses|reasons|aims|goals|ends|ways|activities|needs|processing",
    "better|best|smooth|smoother|seamless|great|optimal|ideal|unique|richer|perfect|top|improved|enhanced|superior|optimum|pleasant|tailored|personalised|personalized|customised|customized|full|fuller|exceptional|nice|nicer|delightful|first-class|ultimate|good|relevant ~2 experience|experiences|journey",
    "better|best|smooth|smoother|seamless|optimal|ideal|perfect|improved|enhanced|superior|optimum|tailored|personalised|personalized|exceptional|first-class|ultimate|great ~1 service|services|products|offering|app|platform|support|quality !desk|team|centre",
    "best|optimal|greatest|highest ~1 possible ~1",
    "make|makes ~3 more ~1 enjoyable|useful|pleasant|convenient|personal|fun|interesting|relevant",
    "more enjoyable|pleasant|convenient|seamless|engaging",
    "possibly|potentially also|other|further",
    "other|further|additional|similar|related|certain|various|more ~1 relevant|useful|suitable|related|similar|appropriate|interesting|helpful|important|pertinent|needed|necessary ~1 signals|signal|data|details|information|factors|criteria|sources|indicators|attributes|activity|activities|material|things|parameters|values|features|characteristics|events|inputs|metrics|content",
    "other|further|additional|similar|related|certain|various ~1 signals|factors|criteria|indicators|attributes|parameters|characteristics|metrics|sources|inputs",
    "a range|variety|number of ~2 purposes|reasons|activities|uses|ways",
    "or similar|comparable purposes|uses|things|$",
    "innovate|innovation|gain|generate insights|innovation",
    "develop|create|build|drive ~2 new|exciting|future|innovative ~2 possibilities|opportunities|features|ideas|products|services|innovations|things|solutions",
    "new|exciting|future possibilities|opportunities",
    "tailored|individual|customised|bespoke solutions|services",
    "smart solutions|services",
    "quality|improvement|service|optimisation|optimization|operational|development purposes|reasons",
    "as|where|if|when|wherever ~1 appropriate|applicable|useful|fit|sensible|helpful|suitable",
    "use|used|share|shared|process|processed|disclose|disclosed|pass|passed|keep|kept ~6 where|when|if|wherever|whenever ~1 needed|necessary|required",
    "certain|various|selected|relevant|appropriate|diverse|unspecified|different|several|specific|necessary|some ~1 information|data|insights|personal|usage !we|you|that|which|about",
    "improve|improves|improving|enhance|enhances|enhancing|optimise|optimize|optimises|optimizes|optimising|optimizing|upgrade|better|enrich|perfect|refine|elevate|strengthen|expand ~2 your|our|the|this|its|their|user|customer|overall|online|everyone's|all|and? ~3 experience|experiences|service|services|offering|offerings|platform|product|products|site|website|quality|everything|things|app|journey|processes|performance|operations|business|range|company|programme|programmes|tools|portal|visit|shop|systems|stay|community|network !#|navigation|search|menu",
    "as ~1 pleasant|enjoyable|smooth|easy|convenient|comfortable|good|relevant ~1 as possible",
    "service|services|business development !of",
    "administrative|organisational ~1 purposes|reasons",
    "make|makes|making ~4 better $",
    "develop|develops|developing ~1 our|your|the|its ~2 experience|services|service|offering|offerings|platform|site|website|app|business|company|quality|everything",
    "look after|treat|care ~1 you|everyone|members|guests|patients|customers|for ~3 best|better|well",
    "in the best ~1 way|manner|fashion",
    "help|helps|benefit|benefits|support|supports|serve|serves the|our|this|us ~1 clinic|practice|company|club|team|business|shop|community|school|us|hotel|firm|house|association|organisation !with|to|on|find|track",
    "even|ever|much smarter|brighter|closer|richer|handier|better|stronger",
    "helpful|useful|valuable|meaningful|deeper|actionable|relevant insights|insight|hints|suggestions|content",
    "these|those and other|more|further features|services|functions|things|purposes",
    "other|further|more|related features|services|functions|functionality|offerings|integrations !that|which|from",
    "purposes|uses|ways|reasons ~1 described|set|listed|outlined|explained|stated|mentioned ~1 in|out",
    "customer|user|overall service|support|care and to? improve|enhance|better",
    "enhance|enhances|enhancing|improve|improving|optimise|strengthen ~1 safety|security|performance|efficiency|quality|service|services|functionality|relevance|usability|convenience",
    "make|makes|making it|things|them|everything|our|your|us|the|this ~2 smarter|richer|smoother|slicker|nicer|shine",
    "so|and we|you ~2 can|could ~2 do|get|be|offer|give ~2 more|better|best",
    "all sorts|kinds|manner of ~1 things|purposes|uses|reasons|features|ways",
    "and|or other|further ~1 internal|related|similar|business|useful|general _",
    "and|or elsewhere",
    "-no|any|nothing|much receive|get|hear|see|expect more ~1 from|of us|others|our|everyone",
    "reasons|purposes|matters ~2 connected|related|linked|associated|concerned ~1 with|to|by ~2 activities|activity|business|operations|services|company|work|us",
    "in the loop ~2 everything|all|anything",
    "up to date|informed|posted ~1 about|on everything|all|anything|things|us|developments",
    "what|whatever ~1 matters|counts ~2",
    "-how|which|where more of what ~2",
    "any|all ~1 other ~2 business|lawful|legitimate|internal|commercial|permitted|reasonable ~1 purpose|use|reason",
    "optimise|optimize|improve|enhance|strengthen|grow|evolve ~2 ecosystem|universe|world|landscape|environment|footprint",
    "details|data|information|things ~1 of ~1 various|different|many|several|all kinds|kind|sorts|types|sort",
    "in ~1 connection|relation|conjunction with our|the|your ~1 business|services|service|relationship|activities",
    "purposes|uses|ways|reasons ~1 we|it|that ~2 compatible|think|consider|believe|see|choose",
    "where|when|if|whenever ~1 we|there ~1 have|has|is|see ~1 good|valid|sound|legitimate ~1 reason|reasons|grounds|cause",
];

/// How a clause begins that tells an aim.
pub const AIM: Patterns = &[
    "-like|want|wish|love|prefer|how|able|have|has|listen|talk|speak|come|go|back|free|ready|used|next|due to",
    "so that|the|we|you|it|everything|everyone|our|your|things",
    "help|helps|helping|let|lets|allow|allows|enable|enables us|you",
];

/// Words that tell nothing of an aim.
pub const EMPTY: Patterns = &[
    "improv*|enhanc*|optimi*|better|best|great|greater|good|well|more|most|do|does|doing|deliver|delivers|provide|bring|give|make|makes|keep|take|get|raise|lift|boost|shape|power|drive|grow|evolve|evolves|become|ensure|guarantee|support|serve|help|meet|exceed|understand|inspire|delight|empower|innovate|develop|build|create|refine|enrich|personalise|personalize|tailor|customise|customize|perfect|strengthen|advance|elevate|transform|maximise|maximize|streamline|fulfil|care",
    "service|services|experience|experiences|journey|quality|things|everything|anything|something|customers|customer|users|user|people|members|guests|community|expectations|needs|wishes|value|possibilities|opportunities|solutions|solution|products|product|platform|app|site|website|business|company|operations|processes|performance|efficiency|level|levels|game|standard|standards|future|world|life|lives|moments|satisfaction|ecosystem|potential|benefit|way|ways|job|brand|relationship",
    "relevant|meaningful|new|next|exciting|smooth|smoother|seamless|personal|closer|possible|useful|special|unique|smart|smarter|high|higher|love|loves|expect|expects|deserve|deserves|matters|comes|should|running|run|runs|works|happy|happier|enjoyable|pleasant|innovative|modern|valuable|enjoy",
];

/// Words that carry no sense of their own.
pub const FILLER: Patterns = &[
    "the|a|an|our|your|my|their|its|this|that|these|those|you|we|us|i|it|they|them|everyone|to|for|of|in|on|at|with|as|and|or|so|can|could|may|will|would|be|is|are|what|which|how|who|whatever|even|ever|always|every|each|also|just|still|very|than|by|from|up|out|own|all|most|truly|really|continually|continuously|constantly|further|overall|together|possibly",
];

/// Praise of what is sent that says nothing of it.
pub const PRAISE: Patterns = &[
    "exciting|exclusive|great|amazing|awesome|fantastic|top|hot|cool|super|unbeatable|irresistible|thrilling|fabulous|incredible|brilliant|fascinating|interesting|valuable|unmissable|wonderful|special|best|hottest|latest|greatest ~1 information|info|news|offers|offer|deals|deal|updates|content|stuff|things|extras|benefits|perks|promotions|surprises|bargains|opportunities",
];

/// That something is sent, and by which way, but not what.
pub const CONTACT: Patterns = &[
    "email|emails|text|texts|ring|call|phone|mail|message|write|send|notify|contact|inform|tell|alert|bring|give ~1 to? you|me|us",
    "by|via|per|through text|email|post|phone|sms|mail|letter|push|message",
    "email|emails|push|sms|texts|newsletter|newsletters|notification|notifications|messages|inbox",
];
