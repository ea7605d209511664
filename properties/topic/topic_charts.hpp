// Topic models as points of a cube, for attacks.
#pragma once

#include <vector>

#include "properties/attack/chart.hpp"
#include "properties/topic/topic_instance.hpp"

namespace lemmascope::topic {

using TopicChart = attack::Chart<TopicInstance>;

/// The sizes a chart of topic models holds fixed.
struct TopicSizes {
  int topics;
  int words;         ///< v, words of a topic
  int per_document;  ///< tau, topics of a document
};

/// A chart of models of these sizes. Coordinates: p_m; p_c and p_r over what p_c leaves, each from
/// zero and nearly zero to nearly one and one; penalty; length of documents, 1 to 400; kappa, from
/// zero to 1000; the arbitrary matrix of an instance. Its neighbours have one topic, word or topic
/// a document more or fewer, with at most `most_words` words in all.
TopicChart topic_chart(const TopicSizes& sizes, int most_words);

/// Such charts for every size with `least_topics`..`most_topics` topics, tau < T and at most
/// `most_words` words.
std::vector<TopicChart> topic_charts(int least_topics, int most_topics, int most_words);

}  // namespace lemmascope::topic
