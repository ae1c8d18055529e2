package io.github.brazeaudience.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.api.fixture.Shape;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests the API text and the API rules with a fixture. */
final class ApiTextTest {
  private static final PublicApi FIXTURE =
      PublicApi.of(
          Set.of(Shape.class.getPackageName()),
          Stream.concat(
              Stream.of(Shape.class, String.class), Stream.of(Shape.class.getDeclaredClasses())));

  @Test
  void of_fixture_writesEveryKindOfTypeAndMember() {
    String p = "io.github.brazeaudience.api.fixture.Shape";
    String scale =
        "<T extends Number> java.util.List<@Nullable T> scale(java.util.Map<String, ? extends T>,"
            + " @Nullable String, int...)";
    assertThat(ApiText.of(FIXTURE))
        .isEqualTo(
            """
            public sealed interface P extends Comparable<P> permits P.Blob, P.Square
              public SCALE throws java.io.IOException
              public default int compareTo(P)
              public static final String NAME = "shape"
              public static final int CORNERS = 4
              public static final java.time.Duration AGE = PT1M30S

            public static class P.Blob extends io.github.brazeaudience.api.fixture.Hidden implements P
              protected new()
              public SCALE
              public static final char LETTER = x
              public void inherited()

            public enum P.Colour
              constant RED
              constant BLUE

            public static final class P.Leaky
              public static java.util.List<? super org.assertj.core.api.AbstractAssert<?, Integer>[]> leak()

            public @interface P.Note
              public String[] value() default [none]

            public static final record P.Square implements P
              public SCALE
              public final String toString()
              public final boolean equals(Object)
              public final int hashCode()
              public java.util.List<@Nullable Object> marks()
              public new(java.util.List<@Nullable Object>)
              public static P.Square of(@Nullable Object[], String @Nullable [])
            """
                .replace("SCALE", scale)
                .replaceAll("\\bP\\b", p));
  }

  @Test
  void openClasses_openClass_isReportedUnlessExtendable() {
    assertThat(ApiRules.openClasses(FIXTURE, Set.of()))
        .containsExactly(Shape.Blob.class.getName() + " is neither final nor sealed");
    assertThat(ApiRules.openClasses(FIXTURE, Set.of(Shape.Blob.class.getName()))).isEmpty();
  }

  @Test
  void foreignTypes_typeArgument_isReported() {
    assertThat(
            ApiRules.foreignTypes(
                FIXTURE,
                it ->
                    it.getPackageName().startsWith("java.")
                        || FIXTURE.exported().contains(it.getPackageName())))
        .containsExactly(
            Shape.Leaky.class.getName() + " exposes org.assertj.core.api.AbstractAssert");
  }
}
