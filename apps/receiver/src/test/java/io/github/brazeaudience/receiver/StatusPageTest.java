package io.github.brazeaudience.receiver;

import static io.github.brazeaudience.receiver.Messages.add;
import static io.github.brazeaudience.receiver.Messages.change;
import static io.github.brazeaudience.receiver.Messages.profile;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.receiver.status.BacklogMonitor;
import io.github.brazeaudience.receiver.status.StatusService;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The status page in Chromium. Run {@code apps/receiver/install-chromium} first. */
@Tag("full")
@Timeout(300)
class StatusPageTest {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final double READABLE = 4.5;

  @TempDir static Path directory;
  private static FakeBraze braze;
  private static RunningReceiver receiver;
  private static ChromeDriver browser;

  @BeforeAll
  static void start() throws InterruptedException, IOException {
    Files.createDirectories(SCREENSHOTS);
    braze = FakeBraze.start();
    receiver = RunningReceiver.start(directory, braze);
    browser = browser();
    for (int sample = 0; sample < 40; sample++) {
      receiver.take(change(profile("u-" + sample, "add", 7), sample % 8 == 0 ? "{}" : "null"));
      receiver.bean(BacklogMonitor.class).refresh();
      receiver.bean(StatusService.class).sample();
    }
    receiver.awaitEmptyOutbox();
    receiver.bean(BacklogMonitor.class).refresh();
    receiver.bean(StatusService.class).sample();
  }

  private static ChromeDriver browser() {
    ChromeOptions options = new ChromeOptions();
    options.setBinary("/usr/bin/chromium");
    options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, java.util.logging.Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(Path.of("/usr/bin/chromedriver").toFile())
            .build();
    return new ChromeDriver(service, options);
  }

  @AfterAll
  static void close() {
    browser.quit();
    receiver.close();
    braze.close();
  }

  private static void show(int width, String scheme) throws InterruptedException {
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    browser.get(receiver.uri().toString());
    receiver.await(() -> !text("#summary").startsWith("Loading"));
  }

  private static String text(String selector) {
    return browser.findElement(By.cssSelector(selector)).getText();
  }

  private static long number(String script) {
    return ((Number) browser.executeScript("return " + script)).longValue();
  }

  private static void screenshot(String name) throws IOException {
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width",
            number("innerWidth"),
            "height",
            number("document.documentElement.scrollHeight"),
            "deviceScaleFactor",
            1,
            "mobile",
            false));
    Files.write(SCREENSHOTS.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
  }

  @ParameterizedTest
  @CsvSource({"1280,light", "1280,dark", "390,light", "390,dark"})
  void page_wideOrNarrow_lightOrDark_isReadable(int width, String scheme) throws Exception {
    show(width, scheme);

    assertThat(text("#summary")).isEqualTo("Working");
    assertThat(number("document.documentElement.scrollWidth"))
        .as("width of the content")
        .isLessThanOrEqualTo(width);
    assertThat(browser.findElements(By.cssSelector("figure canvas"))).hasSize(6);
    assertThat(text("#outcomes")).contains("accepted", "rejected", "NO_IDENTIFIER");
    assertThat(text("#rejected")).contains("NO_IDENTIFIER");
    assertThat(contrast()).as("lowest contrast of a text").isGreaterThanOrEqualTo(READABLE);
    assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
        .extracting(LogEntry::getMessage)
        .isEmpty();
    screenshot("status-" + width + "-" + scheme);
  }

  /** The lowest contrast of the texts that are visible, as WCAG 2 defines it. */
  private static double contrast() {
    String script =
        """
        const parse = (color) => color.match(/[\\d.]+/g).map(Number);
        const light = ([r, g, b]) => [r, g, b]
          .map((c) => c / 255)
          .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
          .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
        const back = (element) => {
          for (let at = element; at; at = at.parentElement) {
            const color = parse(getComputedStyle(at).backgroundColor);
            if (color.length === 3 || color[3] > 0) return color;
          }
          return [255, 255, 255];
        };
        let lowest = 21;
        for (const element of document.querySelectorAll('body *')) {
          const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
          if (own && element.checkVisibility()) {
            const [a, b] = [light(parse(getComputedStyle(element).color)), light(back(element))];
            lowest = Math.min(lowest, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
          }
        }
        return lowest;
        """;
    return ((Number) browser.executeScript(script)).doubleValue();
  }

  @Test
  void keyboard_reachesTheContentAndTheTables() throws Exception {
    show(1280, "light");

    browser.findElement(By.tagName("body")).sendKeys(Keys.TAB);
    assertThat(browser.switchTo().activeElement().getText()).isEqualTo("Skip to content");
    new Actions(browser).sendKeys(Keys.ENTER).perform();
    assertThat(browser.switchTo().activeElement().getAttribute("id")).isEqualTo("content");

    WebElement summary = browser.findElement(By.cssSelector("figure summary"));
    summary.sendKeys(Keys.ENTER);
    assertThat(browser.findElements(By.cssSelector("figure details[open] tbody tr")))
        .hasSizeGreaterThan(5);
  }

  @Test
  void screenReader_findsLandmarksHeadingsAndDescriptions() throws Exception {
    show(390, "light");

    assertThat(number("document.querySelectorAll('header, main, footer').length")).isEqualTo(3);
    assertThat(number("document.querySelectorAll('h1').length")).isEqualTo(1);
    assertThat(browser.findElements(By.cssSelector("section:not([aria-labelledby])"))).isEmpty();
    assertThat(browser.findElements(By.cssSelector("th:not([scope])"))).isEmpty();
    assertThat(browser.findElements(By.cssSelector("[aria-live], [role=status]"))).hasSize(1);
    assertThat(browser.findElements(By.cssSelector(".canvas[role=img]")))
        .hasSize(6)
        .allSatisfy(
            canvas ->
                assertThat(canvas.getAttribute("aria-label"))
                    .matches(".+ Now: .+\\. The table has the history\\."));
  }

  @Test
  void range_changed_drawsTheLastMinutes() throws Exception {
    show(1280, "light");
    browser.findElement(By.id("range")).sendKeys("15 minutes");
    assertThat(browser.findElements(By.cssSelector("figure canvas"))).hasSize(6);
  }

  @Test
  void suspension_isAProblemWithAnActionUntilItEnds() throws Exception {
    braze.script(request -> Fault.status(401));
    receiver.take(add("u-suspended", 7));
    receiver.await(() -> receiver.get("/status.json").body().contains("\"suspended\":true"));
    show(1280, "light");
    assertThat(text("#summary")).isEqualTo("1 problem");
    assertThat(text("#problems"))
        .contains("asked to stop sending", "UNAUTHORIZED", "What to do: Braze refused the key");
    screenshot("status-suspended");

    braze.script(request -> Fault.none());
    receiver.await(() -> receiver.get("/status.json").body().contains("\"suspended\":false"));
    browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    receiver.await(() -> text("#summary").equals("Working"));
  }
}
