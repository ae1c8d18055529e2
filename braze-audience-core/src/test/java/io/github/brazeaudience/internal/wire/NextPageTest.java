package io.github.brazeaudience.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.transport.TransportResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextPageTest {
  private static Optional<String> parameter(String link) {
    return NextPage.parameter(TransportResponse.of(200, Map.of("link", List.of(link)), null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<https://rest.iad-01.braze.com/custom_attributes?cursor=c2tpcDo1MA==>; rel=\"next\""
            + " | cursor=c2tpcDo1MA==",
        "<https://evil.example/x?cursor=a%2Bb>;rel=next | cursor=a%2Bb",
        "</custom_attributes?limit=50&cursor=p2#x>; REL=\"Next\"; title=\"t\" | cursor=p2",
        "</a?cursor=1>; rel=\"prev\", </a?cursor=3>; rel=\"next\" | cursor=3",
        "</a?cursor=3>; title=\"a, b\"; rel=\"last next\" | cursor=3",
        "</a?cursor=a b>; rel=\"next\" | ''",
        "</a?cursor=a%2>; rel=\"next\" | ''",
        "</a?cursor=>; rel=\"next\" | ''",
        "</a>; rel=\"next\" | ''"
      })
  void parameter_linkToNextPage_isItsCursor(String link, String expected) {
    assertThat(parameter(link)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''", "</a?cursor=1>; rel=\"prev\"", "</a?cursor=1>; rel=\"nextish\"", "next"})
  void parameter_noNextPage_isEmpty(String link) {
    assertThat(parameter(link)).isEmpty();
  }

  /** A server may send several links in one header, one per header, or both. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "</a?cursor=1>; rel=\"prev\" | </a?cursor=3>; rel=\"next\" | cursor=3",
        "</a?cursor=3>; rel=\"next\" | </a?cursor=1>; rel=\"prev\" | cursor=3",
        "</a>; rel=\"first\", </a?cursor=1>; rel=\"prev\" | </a>; rel=\"last\", </a?cursor=3>; rel=\"next\" | cursor=3",
        "'' | </a?cursor=3>; rel=\"next\" | cursor=3",
      })
  void parameter_severalHeaders_isOfTheLinkToTheNextPage(
      String first, String second, String expected) {
    assertThat(
            NextPage.parameter(
                TransportResponse.of(200, Map.of("Link", List.of(first, second)), null)))
        .contains(expected);
  }

  @Test
  void parameter_overlongCursor_isUnusable() {
    assertThat(parameter("</a?cursor=" + "x".repeat(1_001) + ">; rel=\"next\"")).contains("");
  }
}
