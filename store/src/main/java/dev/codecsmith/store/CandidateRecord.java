package dev.codecsmith.store;

import java.util.List;
import java.util.Map;

/**
 * A program with where it comes from.
 *
 * @param name a short name for people
 * @param language the program's language
 * @param programSha256 hash of the program's content
 * @param proposer who made it
 * @param parents ids of the experiments it was made from
 * @param reasoning why the proposer made it so; empty if it gave no reason
 * @param artifacts hashes by role: {@code program}, {@code prompt}, {@code reply}
 */
public record CandidateRecord(
    String name,
    String language,
    String programSha256,
    String proposer,
    List<String> parents,
    String reasoning,
    Map<String, String> artifacts) {
  public CandidateRecord {
    parents = List.copyOf(parents);
    artifacts = Map.copyOf(artifacts);
  }
}
