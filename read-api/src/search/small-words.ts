/**
 * Words of questions and sentences, folded. Where others were typed too an article need not have these;
 * they still count when it has. All of them are in the index: a phrase is found with its small words.
 */
const english = `a about after again all also am an and any are as at be been before being but by can
  could did do does doing for from get going had has have he her him his how i if in into is it its just
  me my no not of off on or our out over s she should so some such t than that the their them then there
  these they this those to too under until up us very was way we were what when where which while who
  whom whose why will with without would you your`
const russian = `а без бы был была были было быть в вам вас ваш весь во вот все всего всех вы где да для до
  его ее если есть еще же за и из или им их к как какая какие какой ко когда кто куда ли либо мне можно мой
  мы на над надо нам нас наш не него нее нет ни них но ну о об он она они оно от откуда очень по под почему
  при про с свой себя снова со сколько так также такой там те тем то того тоже той только том ты у уже
  хотя чего чей чем что чтобы эта эти это этого этой этот я`

const smallWords = new Set(`${english} ${russian}`.split(/\s+/))

export const mayBeLeftOut = (folded: string) => smallWords.has(folded)
