package broadsheet;

import java.io.Reader;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenFilter;
import org.apache.lucene.analysis.ngram.NGramTokenFilter;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.IndexSettings;
import org.elasticsearch.index.analysis.AbstractIndexAnalyzerProvider;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.tartarus.snowball.ext.EnglishStemmer;
import org.tartarus.snowball.ext.RussianStemmer;

public class AnalysisPlugin extends org.elasticsearch.plugins.Plugin
    implements org.elasticsearch.plugins.AnalysisPlugin {

  @Override
  public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
    return Map.of(
        "english", analyzer(EnglishAnalyzer.getDefaultStopSet(), EnglishAnalyzer::new),
        "russian", analyzer(RussianAnalyzer.getDefaultStopSet(), RussianAnalyzer::new));
  }

  /** Takes what of the official syntax is needed here: one character each side of `=>`, or none right of it. */
  @Override
  public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
    return Map.of("mapping", AnalysisPlugin::mapping);
  }

  private static CharFilterFactory mapping(
      IndexSettings index, Environment environment, String name, Settings settings) {
    NormalizeCharMap.Builder map = new NormalizeCharMap.Builder();
    for (String rule : settings.getAsList("mappings")) {
      String[] sides = rule.split("=>", 2);
      map.add(sides[0].strip(), sides[1].strip());
    }
    NormalizeCharMap built = map.build();
    return new CharFilterFactory() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Reader create(Reader text) {
        return new MappingCharFilter(built, text);
      }
    };
  }

  @Override
  public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
    Map<String, AnalysisProvider<TokenFilterFactory>> filters = new TreeMap<>();
    filters.put("asciifolding", filter(settings -> {
      boolean keep = settings.getAsBoolean("preserve_original", false);
      return stream -> new ASCIIFoldingFilter(stream, keep);
    }));
    filters.put("edge_ngram", filter(settings -> {
      int min = settings.getAsInt("min_gram", 1);
      int max = settings.getAsInt("max_gram", 2);
      boolean keep = settings.getAsBoolean("preserve_original", false);
      return stream -> new EdgeNGramTokenFilter(stream, min, max, keep);
    }));
    filters.put("ngram", filter(settings -> {
      int min = settings.getAsInt("min_gram", 1);
      int max = settings.getAsInt("max_gram", 2);
      boolean keep = settings.getAsBoolean("preserve_original", false);
      return stream -> new NGramTokenFilter(stream, min, max, keep);
    }));
    filters.put("stemmer", filter(settings ->
        stemmer(settings.get("language", settings.get("name", "porter")))));
    filters.put("snowball", filter(settings ->
        stemmer(settings.get("language", settings.get("name", "English")).toLowerCase(java.util.Locale.ROOT)
            .replace("english", "porter2"))));
    return filters;
  }

  private static UnaryOperator<TokenStream> stemmer(String language) {
    return switch (language) {
      case "english", "porter" -> PorterStemFilter::new;
      case "light_english", "kstem" -> KStemFilter::new;
      case "porter2" -> stream -> new SnowballFilter(stream, new EnglishStemmer());
      case "possessive_english" -> EnglishPossessiveFilter::new;
      case "russian" -> stream -> new SnowballFilter(stream, new RussianStemmer());
      default -> throw new IllegalArgumentException("stemmer language not built in here: " + language);
    };
  }

  private interface Make {
    Analyzer with(CharArraySet stopWords, CharArraySet notStemmed);
  }

  private static AnalysisProvider<AnalyzerProvider<? extends Analyzer>> analyzer(
      CharArraySet defaultStopWords, Make make) {
    return (index, environment, name, settings) -> {
      Analyzer made = make.with(
          Analysis.parseStopWords(environment, settings, defaultStopWords),
          Analysis.parseStemExclusion(settings, CharArraySet.EMPTY_SET));
      return new AbstractIndexAnalyzerProvider<Analyzer>(name) {
        @Override
        public Analyzer get() {
          return made;
        }
      };
    };
  }

  private interface Configure {
    UnaryOperator<TokenStream> from(Settings settings);
  }

  private static AnalysisProvider<TokenFilterFactory> filter(Configure configure) {
    return (index, environment, name, settings) -> {
      UnaryOperator<TokenStream> wrap = configure.from(settings);
      return new AbstractTokenFilterFactory(name) {
        @Override
        public TokenStream create(TokenStream stream) {
          return wrap.apply(stream);
        }
      };
    };
  }
}
