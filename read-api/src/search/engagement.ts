/** At most this is added to a score, half of it for ten favorites: it decides between the alike. */
const most = 0.5
const halfAt = 10

export const engagementOf = (favoritesCount: number) =>
  (most * favoritesCount) / (favoritesCount + halfAt)
