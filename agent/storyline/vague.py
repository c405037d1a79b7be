"""Nouns and adjectives that any film is full of, and that tell nothing of this one."""

from storyreel.agent.understanding.text import word_set

VAGUE = word_set(
    "time times way thing things lot bit kind sort moment minute minutes hour hours day days night nights "
    "week weeks month months year years morning evening afternoon today tonight tomorrow place world life "
    "idea reason matter word words name names hand hands head eye eyes face heart mind side end rest best "
    "same other others one ones only whole first last second half part point case fact truth right wrong "
    "trouble fun chance favor favour something nothing anything everything everybody somebody anybody "
    "nobody else all more most much many few little good bad big old new own people person man men woman "
    "women girl girls boy boys guy guys fellow fellows lady ladies gentleman gentlemen kid kids child "
    "children baby friend friends mother father brother sister wife husband son daughter uncle aunt mama "
    "papa mom dad darling honey dear sir fool fools hell devil god lord heaven sake use need look "
    "question answer hurry job deal business trick mistake pleasure luck shame while once ago course "
    "kinds home back here there meantime least next present middle start beginning chances places ways "
    "feeling feelings couple number dozen hundred thousand million later going being having getting doing "
    "making saying since outside inside top type piece stuff set sense spot passed closed used left long "
    "thought contrary exception sound excuse came subject bet honor honour "
    "fine great nice okay true real sure marvelous wonderful terrible ready different sorry glad satisfied"
)
