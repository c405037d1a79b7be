"""Words that tell names from other words, in the languages that films are most often in."""


def words_of(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


TITLES = words_of("""
    mr mrs ms miss mister missus madam madame monsieur mademoiselle dr doctor prof professor captain capt
    commander lieutenant lt sergeant sgt major colonel col general gen admiral corporal private officer
    detective inspector agent sheriff marshal chief judge senator governor president king queen prince
    princess lord lady sir dame count countess duke father brother sister uncle aunt auntie grandma
    grandpa reverend pastor rabbi saint st herr frau fräulein señor señora señorita don doña signor
    signora signorina maître docteur capitaine kapitän doktor tante onkel tía tío
""")
KEPT_TITLES = words_of("""
    mr mrs ms miss mister missus madam madame monsieur mademoiselle dr doctor doc prof professor father
    brother sister uncle aunt auntie grandma grandpa king queen prince princess lord lady sir herr frau
    fräulein señor señora señorita signor signora
""")
"""Titles that tell apart people of one name, and by which people are known."""
NEVER = words_of("""
    i i'm i'll i've i'd god lord jesus christ christ's heaven heavens hell satan allah ew ugh yay
    mom mum mommy mummy
    mama mamma ma dad daddy papa pa pop pops grandma grandpa granny gramps nana grandfather grandmother
    mother father son daughter sister brother sis bro cousin uncle aunt auntie husband wife baby babe
    honey darling sweetheart sweetie dear dearie love lover beloved kid kids kiddo boy boys girl girls
    buddy pal man men woman women folks guys gentlemen gentleman ladies lady madam ma'am sir sirs mister
    miss missus friend friends fellow fellas fella chum bud dude mate comrade stranger sweety sugar cutie
    captain doctor doc professor commander lieutenant sergeant major colonel general admiral corporal
    private officer detective inspector agent sheriff marshal chief boss judge senator governor president
    king queen prince princess coach nurse teacher waiter driver reverend pastor rabbi father's mayor
    minister counselor counsel majesty highness honor honour lordship excellency holiness grace ambassador
    mr mrs ms dr prof capt lt sgt yes yeah yep no nope not okay ok oh ah hey hi hello bye goodbye well
    please thanks thank sorry right sure now then here there look listen wait stop come go let see maybe
    alright fine good great nice wow why what who when where how which whose so and but or if because
    anyway besides actually really honestly seriously indeed still yet never always again also just only
    even too very much more amen hallelujah cheers bravo damn shit gosh gee jeez jesus's goodness gracious
    golly uh um huh nah hmm ehm ole hm mm er eh aw whoa ooh oops monday tuesday wednesday thursday friday
    saturday sunday january february march july september october november december christmas easter
    thanksgiving halloween hanukkah new york london paris england america france germany europe africa
    asia china japan india russia italy spain mexico canada texas california chicago hollywood boston
    washington vegas rome berlin vienna ireland scotland britain florida brooklyn manhattan tokyo moscow
    egypt israel earth mars internet tv american english british french german italian spanish russian
    chinese japanese jewish irish scottish indian canadian mexican dutch swedish polish greek turkish
    catholic christian protestant muslim buddhist european african asian australian texan republican
    democrat democratic mutter vater oma opa herr frau fräulein ja nein danke bitte gott liebling schatz
    junge mädchen kinder leute freund freunde jungs doktor kapitän hallo gut nun monsieur madame
    mademoiselle messieurs mesdames oui non merci dieu maman chéri chérie docteur capitaine bonjour salut
    pardon señor señora señorita señores sí gracias dios mamá papá hijo hija amigo amigos hombre mujer
    capitán hola adiós bueno signore signora signorina grazie dio papà amico capitano dottore one two
    three four five six seven eight nine ten first second last next everybody everyone anybody nobody
    somebody someone people all both you he she it we they me him her us them this that these those my
    your his our their sarge skipper guvnor guv'nor tenente padre padrone sire milady milord commissioner
    constable baron baroness ouch aloha jiminy darlin' bartender operator central silence attention
    curtain
""")
"""Capitalised at times, and in no film anybody's name."""
DETERMINERS = words_of("""
    a an the some any every each no my your his its our their another der die das den dem des ein eine
    einen einem einer eines mein meine dein deine sein seine ihr ihre kein keine le la les l un une du ce
    cette ces mon ma mes ton ta tes son sa ses el los las una unos unas mi tu su mis tus sus este esta il
    lo gli uno
""")
PLACE_MARKS = words_of("in near within throughout across nach aus à en dans")
"""Before a name they tell of a place."""
