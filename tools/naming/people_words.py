"""Given names, and words with a capital that are no people: for telling people in captions."""

from storyreel.tools.naming.words import DETERMINERS, words_of

GIVEN = words_of("""
    aaron abby abigail adam adele adrian agnes ahmed aidan alan albert alejandro alex alexander alexandra
    alfred ali alice alicia alison amanda amelia amy ana andre andrea andreas andrew andy angela angelina
    anita ann anna anne annie anthony antonio ariel arnold arthur ashley astrid audrey ava barbara bart
    beatrice ben benjamin bernard beth betty bill billy bob bobby brad brandon brenda brian bridget bruce
    bruno bryan caleb cameron carl carla carlos carmen carol caroline carter catherine cecilia charles
    charlie charlotte chloe chris christian christina christine christopher cindy claire clara claude
    claudia clive colin connor craig cynthia daisy damian dan daniel danielle danny daphne dave david dean
    debbie deborah dennis derek diana diane diego dmitri dominic donald donna doris dorian dorothy doug
    douglas duncan dylan ed eddie edgar edith edward edwin elaine eleanor elena eli elias elijah elisabeth
    eliza elizabeth ella ellen ellie elliot elsa emil emily emma enrique eric erica erik erin ernest
    esther ethan eugene eva evan eve evelyn felix fernando fiona florence francesca francis francisco
    frank franz fred freddie frederick gabriel gareth gary gavin george gerald gilbert gina giovanni
    giulia gloria gordon grace greg gregory greta gustav guy hannah hans harold harriet harry harvey hassan
    hector heidi helen helena henri henry herbert herman hiroshi homer howard hugh hugo ian ibrahim ida
    igor ines ingrid irene isaac isabel isabella ivan jack jackson jacob jacques jake james jamie jan jane
    janet jason jasper javier jean jeff jeffrey jennifer jenny jeremy jerome jerry jesse jessica jill jim
    jimmy joan joanna joe joel johann john johnny jon jonas jonathan jordan jorge jose joseph josephine
    josh joshua juan judith judy julia julian julie juliet julius justin karen karl kate katherine
    kathleen kathy katie keith kelly ken kenneth kenny kevin kim kurt kyle larry laura lauren laurence
    lawrence lea leah lena leo leon leonard leslie lewis liam lilian lily linda lisa liz logan lois lorenzo
    louis louisa louise luca lucas lucia lucy luis luke luther lydia lynn madeleine maggie manuel marc
    marcel marco marcus margaret maria marianne marie mario marion marisa mark marlene marta martha martin
    marvin mary mathilda matt matteo matthew maurice max maya megan mei melanie melissa mia michael
    michelle miguel mike mila milo miranda miriam mohammed molly monica morgan moritz nadia nancy naomi
    natalie natasha nathan neil nelson nicholas nick nicole nigel nina noah noel nora norman oleg olga
    oliver olivia omar oscar otto owen pablo pamela patricia patrick paul paula pauline pedro peggy penny
    pete peter phil philip phoebe pierre priya rachel rafael ralph ramon raymond rebecca ricardo richard
    rick ricky rita robert roberto robin rodrigo roger roland roman ron ronald rosa rosalind rosie ross
    roxanne roy rupert russell ruth ryan sally sam samantha samir samuel sandra sara sarah scott sean
    sebastian serena sergei seth sharon sheila shirley sid sidney simon sofia sonia sophia sophie stan
    stanley stefan stella stephanie stephen steve steven stuart susan suzanne sven sylvia tania tanya
    tara ted teresa terry theo theodore theresa thomas tim timothy tina toby todd tom tommy tony tracy
    tristan trudy tyler ursula valerie vanessa vera veronica vicky victor victoria vincent violet virginia
    vivian vladimir walter wanda wayne wendy werner wilhelm william winston xavier yasmin yuki yusuf
    yvonne zachary zoe
""")
"""Common given names of several languages (public birth registers list them); no few, and never all."""
ALSO_WORDS = words_of("""
    amber angel april art ash august autumn baker bill bob brook brown chance charity chase cliff crystal
    daisy dawn dean dean's destiny drew eve faith fern flora forest frank gene ginger grace grant gray green
    grey hazel heather holly hope hunter iris ivory ivy jack jade jasmine jay jean jewel joy june king lance
    laurel lily lucky mark may melody mercy miles misty nick olive page pat pearl penny pepper pierce
    poppy price prince rain ray red rich rob robin rock rocky rose ruby rusty ruth sage sandy scarlet sky
    smith star stone storm sue summer sunny tiger van victor vera viola violet wade white will willow winter
    wolf wood woody young
""")
"""Names that captions also use as words."""
NO_PEOPLE = words_of("""
    eiffel tower liberty statue titanic hollywood bollywood disneyland olympics olympic bible koran quran
    sahara amazon alps himalayas andes pacific atlantic mediterranean caribbean antarctica arctic america
    africa asia europe australia austria belgium brazil britain canada chile china colombia cuba denmark
    egypt finland greece hungary iceland india indonesia iran iraq ireland israel italy jamaica kenya korea
    mexico morocco nepal netherlands nigeria norway pakistan peru philippines poland portugal romania russia
    scotland singapore spain sweden switzerland syria thailand turkey ukraine vietnam wales amsterdam athens
    atlanta baghdad bangkok barcelona beijing beirut berlin bombay brussels budapest cairo chicago dallas
    delhi denver detroit dubai dublin edinburgh florence geneva glasgow hamburg havana helsinki istanbul
    jerusalem kyoto lisbon liverpool madrid manchester marrakech melbourne miami milan montreal moscow
    mumbai munich naples oslo oxford prague rome seattle seoul shanghai stockholm sydney tehran tokyo toronto
    venice versailles vienna warsaw zurich ford mercedes toyota bmw porsche ferrari jeep cadillac chevrolet
    volkswagen honda boeing airbus harley coca cola pepsi google apple microsoft nokia samsung sony nike
    adidas starbucks mcdonald's mcdonald facebook instagram youtube twitter netflix victorian gothic baroque
    renaissance medieval edwardian georgian roman nazi nazis viking vikings samurai ninja christmas ramadan
    diwali hanukkah valentine's valentine halloween easter santa claus bluetooth wi-fi wifi polaroid kodak
    lego barbie ferris rubik's tudor stetson jacuzzi velcro frisbee t-shirt x-ray
    north south east west northern southern eastern western earth mars venus jupiter moon sun milky
    overhead meanwhile nearby outside inside afterwards afterward later suddenly finally eventually
    initially together april may june august
    alabama alaska arizona arkansas colorado connecticut delaware hawaii idaho illinois iowa kansas kentucky
    louisiana maine maryland massachusetts michigan minnesota mississippi missouri nebraska nevada ohio
    oklahoma oregon pennsylvania tennessee utah vermont wisconsin wyoming baltimore houston philadelphia
    pittsburgh memphis nashville broadway harlem
    apache comanche sioux cherokee navajo orthodox buddhist buddhists muslims jews christians catholics
    labrador labradors corgi corgis rottweiler rottweilers setter setters husky huskies pug pugs beagle
    beagles dalmatian dalmatians chihuahua poodle poodles greyhound greyhounds collie retriever retrievers
    nintendo playstation xbox rollerblade rollerblades legos crocs frisbees jeeps gatorade mohawk sumo
    marine marines yankee yankees christmastime
""")
"""Places, makes, times and the like."""
PLACE_ENDS = words_of("""
    street avenue road boulevard lane drive square plaza place park garden gardens bridge river lake sea
    ocean bay beach coast island islands mountain mountains hill hills valley desert forest tower building
    palace castle church cathedral temple mosque museum gallery theater theatre cinema opera stadium arena
    hotel inn motel bar café cafe restaurant diner pub club hospital school university college academy
    institute station airport port harbor harbour city town village county state states kingdom republic
    empire house hall room court market mall store shop bank office company corporation inc studio studios
    pictures films productions records times post news tribune gazette day eve night year war day's airlines
    express line bible festival cup league team united wheel gate canal falls canyon avenue row arch
    center centre memorial monument cemetery chapel abbey pier prison zoo ranch residence
""")
"""What ends the name of a place or a thing."""
MASS = words_of("""
    light sunlight moonlight daylight candlelight snow rain water smoke steam dust fog mist fire music text
    traffic blood sand grass wind thunder lightning laughter applause silence darkness confetti debris foam
    food wine beer coffee tea bread fruit hair money paper glass furniture clothing equipment luggage
    machinery ivy moss mud ice lava sweat dirt action time life nature shade shadow fabric footage video
    nothing something anything everything none neither either half most much part another each every
    whoever what whatever such
""")
"""Words without an article that begin a sentence and are followed by a verb, like a name."""
SUBJECTS = words_of("""
    person persons people man men woman women guy guys boy boys girl girls child children kid kids baby
    babies toddler toddlers teenager teenagers youth youths adult adults couple family families crowd crowds
    group groups pair trio audience band team teams player players dancer dancers actor actors singer singers
    performer performers musician musicians worker workers soldier soldiers officer officers police policeman
    policemen firefighter firefighters doctor doctors nurse nurses teacher teachers student students
    passenger passengers pedestrian pedestrians shopper shoppers commuter commuters tourist tourists
    protester protesters spectator spectators bystander bystanders onlooker onlookers passerby passersby
    guest guests friend friends stranger strangers rider riders biker bikers cyclist cyclists bicyclist
    bicyclists skier skiers skater skaters snowboarder snowboarders skateboarder skateboarders surfer surfers
    swimmer swimmers climber climbers hiker hikers runner runners racer racers jogger joggers athlete athletes
    motorcyclist motorcyclists gymnast gymnasts cheerleader cheerleaders referee referees catcher batter
    pitcher goalie jockey jockeys cowboy cowboys priest priests monk monks nun nuns bride groom twin twins
    veteran veterans juggler jugglers clown clowns pirate pirates robot robots alien aliens zombie zombies
    monster monsters creature creatures figure figures silhouette silhouettes
    dog dogs cat cats horse horses cow cows bird birds deer rabbit rabbits sheep goat goats pig pigs monkey
    monkeys animal animals car cars truck trucks bus buses train trains plane planes boat boats bicycle
    bicycles bike bikes motorcycle motorcycles vehicle vehicles house houses building buildings tree trees
    mountain mountains street streets football basketball baseball soccer hockey cricket tennis lacrosse
    window windows door doors spray flames sparks waves
""")
"""What captions begin with, at times without an article: `Dogs run`, `Skier jumps`."""
ADJECTIVES = words_of("""
    black white red green blue yellow orange purple pink brown tan gold golden silver gray grey dark light
    bright little big large huge small tiny tall short long young old elderly beautiful pretty happy sad angry
    male female blond blonde bald bearded naked masked hooded uniformed armed wounded dead wet dirty snowy
    sandy rocky grassy muddy wooden colorful colourful empty crowded busy numbered same second third
""")
"""What captions begin with before such words."""
NOUNS = words_of("petals buds bushes branches trees flowers beds thorns seeds bars rays clouds stains marks")
"""Plurals after words that are names too: `Rose petals`."""
BEGINNINGS = words_of("""
    as with on at by to after before during while for over under behind beside besides between among amid
    against into onto upon off up down once when if because though although since until unless like unlike
    despite without via per along alongside beneath below above beyond several many few various numerous
    other others those these later soon finally suddenly slowly quickly together overall throughout next
    left right front back only even still just however instead again there here not judging based given
    according dressed seated surrounded unknown unidentified different multiple single close wide
    scene scenes shot shots clip clips frame frames image images footage camera view title credits words
    nach aus à en dans
""")
"""What begins sentences and is no name, though what follows may look like a verb."""
NO_VERBS = words_of("""
    this his its hers ours yours theirs us as thus always perhaps sometimes besides towards upwards downwards
    afterwards across less various numerous famous anxious curious nervous serious previous lots tons dozens
""")
"""Words in -s that are no verbs."""
ENDINGS = (
    "ing",
    "ness",
    "ment",
    "tion",
    "sion",
    "ity",
    "light",
    "ism",
    "ware",
    "work",
    "ly",
    "thing",
    "body",
)
"""What ends words like those of MASS and BEGINNINGS."""
PEOPLES = ("ese", "ish", "ian", "ean", "ican", "eans", "ians", "icans")
"""What ends the names of peoples and languages."""
VERBS = words_of("is was has does says and with in on at who then also")
"""What follows a name that begins a sentence, besides verbs in -s."""
PLACE_BEFORE = words_of("""
    in near within throughout across through outside inside around over above downtown
""")
"""Words before the name of a place; some stand before people too."""
SURELY_PLACE_BEFORE = words_of("in within throughout across downtown")
PLACES_OF = words_of("""
    city cities town towns village streets street state province port bay gulf island isle coast shores map
    kingdom king queen prince princess duke republic university battle bank banks tower cathedral skyline
    outskirts north south east west middle capital embassy consulate flag
""")
"""Words that `of` and the name of a place follow."""
NAME_NOBODY = DETERMINERS.union(
    ADJECTIVES, BEGINNINGS, MASS, NO_PEOPLE, NO_VERBS, NOUNS, PLACE_BEFORE, SUBJECTS, VERBS
)
"""Words that name nobody, even where only a name may stand."""
