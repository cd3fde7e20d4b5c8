/** Words of tour. */
export const tour = {
  label: "Tour",
  take: "Take the tour",
  takeHint: "Six stops, five minutes: which algorithm it is, and what noise does to it.",
  stop: (k: number, all: number) => `Stop ${k} of ${all}`,
  next: "Next",
  before: "Back",
  again: "Restore this stop",
  againHint: "Everything as it was when you came to this stop",
  end: "End the tour",
  stops: [
    {
      heading: "A transformer that knows nothing",
      text: "A transformer reads a prompt x₁ y₁ x₂ y₂ … x, in which y follows x by a hidden linear rule, and answers for the last x. Each line is how far its answers are from those of one textbook algorithm, by the number of exemplars (x, y) it has seen: the lowest is what it is most like. Here its parameters are random, and the lowest is “always answer zero”. (With one or two exemplars a small step of gradient descent, GD or SGD 0.01, lies beside it: it hardly leaves zero.)",
    },
    {
      heading: "What it became",
      text: "After training, least squares and ridge regression with a small λ, which is nearly least squares, are lowest, far below gradient descent and nearest neighbours. With 2 to 4 exemplars the lowest line is that of least squares; at 5 and 6, as many as there are dimensions or one more, that of ridge 0.1. With many, both are equally near. (The mean over all numbers of exemplars, which names the nearest beneath, is smallest for ridge 0.1.) Pull the scrubber beneath the figure to see which algorithms it passed through. Without noise the Bayes predictor equals least squares, so the two lines coincide.",
    },
    {
      heading: "One exemplar, and noise",
      text: "Another transformer, of one dimension, trained on noisy lines: drag the point. Least squares goes right through it; the transformer, like ridge regression, answers nearer to zero, because one noisy point cannot be trusted fully. Pull the point in to x = 0.5, where it says less about the slope: the transformer shrinks its answers more. Pull it out to x = 2, where it says more: all three lie close together. The line Bayes, the best predictor for this noise, is that of ridge 0.25.",
    },
    {
      heading: "Many exemplars",
      text: "With eight exemplars the transformer, least squares and ridge regression lie on each other: with many exemplars it hardly matters which slopes are likely in advance. Drag one point a little, and all three turn alike. Drag the rightmost down to the bottom edge. On the way the text beneath the figure says that such prompts rarely occur in training; at the edge the transformer has turned less than the other two.",
    },
    {
      heading: "How much noise, how much ridge",
      text: "Fifteen transformers, three at each of five levels of noise. Across: σ²/⁠τ², the variance of the noise over that of the task weights w. Down: predictors. In the cells are distances with fewer exemplars than dimensions (n < D), the smallest of each column framed. Without noise it is least squares; with noise it is ridge regression with the λ = σ²/⁠τ² that is best for it (Bayes); the row of effective λ beneath shows how close to that they came. They were never given the level of noise.",
    },
    {
      heading: "Now one of your own",
      text: "In short: without noise it answers like least squares; with noise like ridge regression with λ = σ²/⁠τ², and with many exemplars the two are the same. Start trains one without noise: its effective λ falls towards 0, to some 0.1 in so short a training. Then set “Noise σ” (in Settings, under Prompts) to 0.5 and start again: now it comes down to some 0.3 to 0.4, on its way to σ²/⁠τ² = 0.25. Runs has both in one figure: choose effective λ as its measure.",
    },
  ],
} as const;
