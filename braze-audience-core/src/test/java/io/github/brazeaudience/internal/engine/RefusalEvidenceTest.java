package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.payload.UserIdentifier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalEvidenceTest {
  /**
   * A step is the refusal of a full batch (F), the refusals of as many single users as fit into a
   * request (S), one of them twice (s), or an acceptance (A).
   */
  @ParameterizedTest
  @CsvSource({
    "F,   75, false",
    "FF,  75, true",
    "FAF, 75, false",
    "FS,  75, true",
    "SS,  75, true",
    "SAS, 75, false",
    "Fs,  75, false", // 74 different users
    "FF,  50, false", // 100 of 150 users
    "FFF, 50, true",
  })
  void add_refusalsWithoutAnAcceptance_makeTheRequestInvalid(
      String steps, int maxObjects, boolean invalid) {
    RefusalEvidence evidence = new RefusalEvidence();
    boolean last = false;
    for (int i = 0; i < steps.length(); i++) {
      switch (steps.charAt(i)) {
        case 'F' -> last = evidence.addFullRefusal(maxObjects);
        case 'S' -> last = refuseAlone(evidence, maxObjects, 0);
        case 's' -> last = refuseAlone(evidence, maxObjects, 1);
        default -> evidence.clear();
      }
    }

    assertThat(last).isEqualTo(invalid);
  }

  private static boolean refuseAlone(RefusalEvidence evidence, int users, int firstUser) {
    boolean invalid = false;
    for (int i = 0; i < users; i++) {
      UserIdentifier user = UserIdentifier.externalId("u-" + Math.max(i, firstUser));
      invalid = evidence.addRefusedAlone(user, users);
    }
    return invalid;
  }
}
