# Logistic regression by gradient descent: does a car sell within 30 days?
# The last column is the label (0 or 1), all others are features.
# Every fifth row is held out for the metrics.
# cspell:ignore fflush

BEGIN { FS = ","; rate = 0.5 }

NR == 1 {
  features = NF - 1
  for (j = 1; j <= NF; j++) name[j] = $j
  next
}

NF != features + 1 {
  printf "line %d: expected %d columns, found %d\n", NR, features + 1, NF > "/dev/stderr"
  isBroken = 1
  exit 3
}

NR % 5 == 0 {
  held++
  for (j = 1; j <= features; j++) heldX[held, j] = $j
  heldY[held] = $NF
  next
}

{
  rows++
  for (j = 1; j <= features; j++) x[rows, j] = $j
  y[rows] = $NF
}

function standardize(   i, j, sum, squares) {
  for (j = 1; j <= features; j++) {
    sum = 0; squares = 0
    for (i = 1; i <= rows; i++) { sum += x[i, j]; squares += x[i, j] * x[i, j] }
    mean[j] = sum / rows
    deviation[j] = sqrt(squares / rows - mean[j] * mean[j])
    if (deviation[j] < 1e-9) deviation[j] = 1
    for (i = 1; i <= rows; i++) x[i, j] = (x[i, j] - mean[j]) / deviation[j]
    for (i = 1; i <= held; i++) heldX[i, j] = (heldX[i, j] - mean[j]) / deviation[j]
  }
}

function sigmoid(z) {
  if (z < -30) return 0
  if (z > 30) return 1
  return 1 / (1 + exp(-z))
}

function train(   epoch, i, j, z, error, loss, p) {
  for (epoch = 1; epoch <= epochs; epoch++) {
    for (j = 0; j <= features; j++) gradient[j] = 0
    loss = 0
    for (i = 1; i <= rows; i++) {
      z = weight[0]
      for (j = 1; j <= features; j++) z += weight[j] * x[i, j]
      p = sigmoid(z)
      error = p - y[i]
      gradient[0] += error
      for (j = 1; j <= features; j++) gradient[j] += error * x[i, j]
      p = y[i] == 1 ? p : 1 - p
      loss -= log(p < 1e-12 ? 1e-12 : p)
    }
    for (j = 0; j <= features; j++) weight[j] -= rate * gradient[j] / rows
    if (epoch == 1 || epoch % 50 == 0 || epoch == epochs) {
      printf "epoch %4d of %d   loss %.4f\n", epoch, epochs, loss / rows > "/dev/stderr"
      fflush("/dev/stderr")
    }
  }
  trainLoss = loss / rows
}

function ratio(part, whole) { return whole > 0 ? part / whole : 0 }

function measure(   i, j, z, yes) {
  for (i = 1; i <= held; i++) {
    z = weight[0]
    for (j = 1; j <= features; j++) z += weight[j] * heldX[i, j]
    yes = z > 0
    if (yes && heldY[i] == 1) truePositive++
    else if (yes) falsePositive++
    else if (heldY[i] == 1) falseNegative++
    else trueNegative++
  }
}

END {
  if (isBroken) exit 3
  if (rows < 20 || held < 5) {
    printf "expected at least 25 rows of data, found %d\n", rows + held > "/dev/stderr"
    exit 3
  }
  printf "training on %d rows with %d features, %d rows held out\n", rows, features, held > "/dev/stderr"
  standardize()
  train()
  measure()
  printf "{\n  \"kind\": \"logistic-regression\",\n  \"intercept\": %.6f,\n  \"features\": [\n", weight[0] > model
  for (j = 1; j <= features; j++) {
    printf "    { \"name\": \"%s\", \"mean\": %.6f, \"deviation\": %.6f, \"weight\": %.6f }%s\n", name[j], mean[j], deviation[j], weight[j], (j < features ? "," : "") > model
  }
  printf "  ]\n}\n" > model
  close(model)
  printf "{\"accuracy\": %.4f, \"precision\": %.4f, \"recall\": %.4f, \"loss\": %.4f, \"trainingRows\": %d, \"heldOutRows\": %d, \"epochs\": %d}\n", ratio(truePositive + trueNegative, held), ratio(truePositive, truePositive + falsePositive), ratio(truePositive, truePositive + falseNegative), trainLoss, rows, held, epochs
}
