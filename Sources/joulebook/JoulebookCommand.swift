import ArgumentParser

@main
struct JoulebookCommand: ParsableCommand {}
