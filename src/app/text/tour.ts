/** Words of tour. */
export const tour = {
  label: "Tour",
  take: "Take the tour",
  takeHint: "Six stops, five minutes: which algorithm it is, and what noise does to it.",
  stop: (k: number, all: number) => `Stop ${k} of ${all}`,
  next: "Next",
  before: "Back",
  again: "Restore this stop",
  againHint: "Resets everything to the start of this stop",
  end: "End the tour",
  stops: [
    {
      heading: "A transformer that knows nothing",
      text: "A transformer reads a prompt x₁ y₁ x₂ y₂ … x and answers for the last x. Every y follows from its x by a hidden linear rule. Each line shows how far its answers are from those of one textbook algorithm, by the number of exemplars (x, y) it has seen. The transformer is most like the algorithm of the lowest line. Here its parameters are random, and the lowest line is “always answer zero”. (With one or two exemplars, a small step of gradient descent, GD or SGD 0.01, is close to that line: it hardly leaves zero.)",
    },
    {
      heading: "What it became",
      text: "After training, least squares is among the lowest lines. So is ridge regression with a small λ, which is nearly least squares. Gradient descent is far above; so are nearest neighbours, which “All lines” shows. With 2 to 4 exemplars the lowest line is least squares. With 5 and 6, as many as there are dimensions or one more, it is ridge 0.1. With many, both are equally near. (The nearest algorithm above the figure has the smallest mean over all numbers of exemplars: ridge 0.1.) Move the scrubber above the figure to see which algorithms the transformer passed through. Without noise the Bayes predictor equals least squares, so the two lines coincide.",
    },
    {
      heading: "One exemplar, and noise",
      text: "This is another transformer, of one dimension, trained on noisy lines. Drag the point. Least squares goes exactly through it. The transformer, like ridge regression, answers nearer to zero, because one noisy point cannot be trusted fully. Pull the point in to x = 0.5, where it says less about the slope: the transformer shrinks its answers more. Pull it out to x = 2, where it says more: all three lines are close together. Bayes, the best predictor for this noise, is ridge 0.25.",
    },
    {
      heading: "Many exemplars",
      text: "With eight exemplars the lines of the transformer, least squares and ridge regression lie on each other. With many exemplars it hardly matters which slopes are likely in advance. Drag one point a little: all three lines turn alike. Then drag the rightmost point down to the bottom edge. On the way, the text below the figure says that such prompts rarely occur in training. At the edge, the transformer has turned less than the other two.",
    },
    {
      heading: "How much noise, how much ridge",
      text: "The table shows fifteen transformers, three at each of five levels of noise. Across: σ²/⁠τ², the variance of the noise over that of the task weights w. Down: predictors. Each cell is a distance with fewer exemplars than dimensions (n < D). The smallest of each column has a frame. Without noise, the nearest is least squares. With noise, it is ridge regression with λ = σ²/⁠τ², the best λ for that noise (Bayes). The row of effective λ below shows how close to that λ they came. They were never given the level of noise.",
    },
    {
      heading: "Now one of your own",
      text: "In short: without noise a transformer answers like least squares. With noise it answers like ridge regression with λ = σ²/⁠τ². With many exemplars the two are the same. Start trains a transformer without noise: its effective λ falls towards 0, to about 0.1 in such a short training. Then set “Noise σ” (in All settings, under Prompts) to 0.5 and start again. Now it falls to about 0.3 to 0.4, on its way to σ²/⁠τ² = 0.25. Runs shows both in one figure: choose effective λ as its measure.",
    },
  ],
} as const;
