#!/usr/bin/env python3
"""Trains a small neural network on drawn digits: a training job to try Joulebook on.

    joulebook run --name demo -- python3 Examples/train.py

It works as large jobs do, only smaller: several worker processes each hold a part of the data,
compute gradients on it, and a coordinator averages them after every step (synchronous data
parallelism). It needs nothing but Python 3.9 or newer, uses no file and no network, and gives the same
losses on every run with the same number of workers.
"""

import argparse
import math
import multiprocessing
import random
import time

SIDE = 8
INPUTS, HIDDEN, CLASSES = SIDE * SIDE, 24, 10

# Ten digits as strokes on a grid of 3 by 5, drawn larger, shifted and noisy below.
GLYPHS = [
    "111101101101111", "010110010010111", "111001111100111", "111001111001111", "101101111001001",
    "111100111001111", "111100111101111", "111001010010010", "111101111101111", "111101111001111",
]


def draw(digit, chance):
    """One picture: the digit somewhere on the grid, with noise."""
    left, top = chance.randint(0, SIDE - 6), chance.randint(0, SIDE - 5)
    pixels = [chance.gauss(0.0, 0.25) for _ in range(INPUTS)]
    for index, bit in enumerate(GLYPHS[digit]):
        if bit == "1":
            row, column = top + index // 3, left + 2 * (index % 3)
            for x in (column, column + 1):
                pixels[row * SIDE + x] += 1.0
    return pixels


def dataset(count, seed):
    chance = random.Random(seed)
    return [(draw(index % CLASSES, chance), index % CLASSES) for index in range(count)]


def new_model(seed):
    """Weights of two layers, each row with its bias last."""
    chance = random.Random(seed)

    def layer(rows, columns):
        return [[chance.gauss(0, 1 / math.sqrt(columns)) for _ in range(columns)] + [0.0]
                for _ in range(rows)]

    return layer(HIDDEN, INPUTS), layer(CLASSES, HIDDEN)


def forward(model, pixels):
    first, second = model
    hidden = [math.tanh(row[-1] + sum(map(float.__mul__, row, pixels))) for row in first]
    scores = [row[-1] + sum(map(float.__mul__, row, hidden)) for row in second]
    highest = max(scores)
    powers = [math.exp(score - highest) for score in scores]
    total = sum(powers)
    return hidden, [power / total for power in powers]


def gradients(model, batch):
    """Sums of the gradients over a batch, the summed loss and the number of right answers."""
    second = model[1]
    first_sum = [[0.0] * (INPUTS + 1) for _ in range(HIDDEN)]
    second_sum = [[0.0] * (HIDDEN + 1) for _ in range(CLASSES)]
    loss, right = 0.0, 0
    for pixels, digit in batch:
        hidden, chances = forward(model, pixels)
        loss -= math.log(max(chances[digit], 1e-12))
        right += chances.index(max(chances)) == digit
        errors = [chance - (index == digit) for index, chance in enumerate(chances)]
        for row, error in zip(second_sum, errors):
            for index, value in enumerate(hidden):
                row[index] += error * value
            row[-1] += error
        for unit, value in enumerate(hidden):
            back = sum(error * row[unit] for error, row in zip(errors, second))
            back *= 1 - value * value
            row = first_sum[unit]
            for index, pixel in enumerate(pixels):
                row[index] += back * pixel
            row[-1] += back
    return first_sum, second_sum, loss, right


def worker(pipe, shard):
    """Answers each (model, first, last) with the gradients over that part of the shard."""
    while True:
        order = pipe.recv()
        if order is None:
            return
        model, first, last = order
        pipe.send(gradients(model, shard[first:last]))


def step(model, answers, rate, count):
    """Moves the model against the averaged gradients."""
    for layer, part in zip(model, (0, 1)):
        for index, row in enumerate(layer):
            for answer in answers:
                for column, value in enumerate(answer[part][index]):
                    row[column] -= rate * value / count


def train(epochs, workers, samples, batch, rate, seconds, say=print):
    share = max(1, samples // workers)
    # Each shard has its own seed, so every number of workers is repeatable by itself.
    crew = []
    for rank in range(workers):
        ours, theirs = multiprocessing.Pipe()
        process = multiprocessing.Process(
            target=worker, args=(theirs, dataset(share, 1000 + rank)), daemon=True)
        process.start()
        crew.append((process, ours))
    model = new_model(7)
    test = dataset(200, 99)
    start = time.monotonic()
    say(f"{workers} workers, {share * workers} pictures, batches of {batch * workers}")
    history = []
    for epoch in range(1, epochs + 1):
        loss, right, seen = 0.0, 0, 0
        for first in range(0, share, batch):
            last = min(first + batch, share)
            for _, pipe in crew:
                pipe.send((model, first, last))
            answers = [pipe.recv() for _, pipe in crew]
            count = (last - first) * workers
            step(model, answers, rate, count)
            loss += sum(answer[2] for answer in answers)
            right += sum(answer[3] for answer in answers)
            seen += count
        history.append(loss / seen)
        spent = time.monotonic() - start
        say(f"epoch {epoch:2d}/{epochs}  loss {loss / seen:.4f}  accuracy {right / seen:6.1%}"
            f"  {spent:5.1f} s", flush=True)
        if seconds and spent >= seconds:
            break
    for process, pipe in crew:
        pipe.send(None)
        process.join()
    hits = sum(chances.index(max(chances)) == digit
               for (_, chances), digit in ((forward(model, pixels), digit) for pixels, digit in test))
    say(f"test accuracy {hits / len(test):.1%} after {time.monotonic() - start:.1f} s")
    return history


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--workers", type=int, default=2, help="worker processes")
    parser.add_argument("--samples", type=int, default=6000, help="pictures in all")
    parser.add_argument("--batch", type=int, default=50, help="pictures per worker and step")
    parser.add_argument("--rate", type=float, default=0.3, help="learning rate")
    parser.add_argument(
        "--seconds", type=float, default=0, help="end with the first epoch that passes this time")
    options = parser.parse_args()
    train(options.epochs, max(1, options.workers), options.samples, options.batch, options.rate,
          options.seconds)


if __name__ == "__main__":
    main()
