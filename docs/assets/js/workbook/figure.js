/* The page's figure of an exercise moves to the first input at which the answer is not right. */
(() => {
  "use strict";
  workbook.moveFigure = (name, exercise) => {
    const figure = document.querySelector(`moving-figure[for~="${name}"]`), input = workbook.firstInput(exercise);
    if (!figure?.set || !input) return;
    const wanted = { ...("x" in input && { x: +input.x }), ...("row, column" in input && { entry: entryOf(figure, input["row, column"]) }) };
    for (const [key, value] of Object.entries(wanted)) {
      const slider = figure.querySelector(`input[name="${key}"]`);
      if (slider && value >= +slider.min && value <= +slider.max) { figure.pause(); figure.set({ [key]: value }); }
    }
  };
  const entryOf = (figure, place) => {
    const [row, column] = place.split(", ").map(Number), { X } = JSON.parse(figure.getAttribute("options"));
    return X && row < X.length && column < X[0].length ? row * X[0].length + column : NaN;
  };
})();
