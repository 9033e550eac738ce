package dev.codecsmith.evolve.archive;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The best members by some figure, lowest first, at most so many; the earlier iteration wins a tie.
 * A member with the same figures on every clip as one that is kept adds nothing and is left out.
 */
final class Ranking {
  private final int capacity;
  private final Comparator<Member> order;
  private final List<Member> members = new ArrayList<>();

  Ranking(int capacity, ToDoubleFunction<Member> figure) {
    this.capacity = capacity;
    order = Comparator.comparingDouble(figure).thenComparingInt(Member::iteration);
  }

  /** By score; members must have one. */
  static Ranking byScore(int capacity) {
    return new Ranking(capacity, m -> m.score().orElseThrow());
  }

  void add(Member member) {
    int place = Collections.binarySearch(members, member, order);
    if (place >= 0 || (-place - 1) >= capacity) {
      return;
    }
    for (Member kept : members) {
      if (kept.score().equals(member.score()) && kept.clipScores().equals(member.clipScores())) {
        return;
      }
    }
    members.add(-place - 1, member);
    if (members.size() > capacity) {
      members.removeLast();
    }
  }

  void remove(Member member) {
    members.remove(member);
  }

  int size() {
    return members.size();
  }

  Member get(int rank) {
    return members.get(rank);
  }

  List<Member> members() {
    return Collections.unmodifiableList(members);
  }
}
