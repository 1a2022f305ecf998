#include "cdc/stream/term.h"

#include <algorithm>

#include "cdc/stream/error_policy.h"
#include "cdc/stream/plant.h"

namespace cdc::stream {

Supervisor::Term::Term(const Begun& with, std::unique_ptr<Source> from)
    : parts(with.parts),
      options(with.options),
      server(with.server),
      source(std::move(from)),
      troubles(parts.log, parts.clock),
      checkpoint(parts.store, {parts.clock, options.backoff, troubles},
                 {with.record.epoch, with.record.checkpoint, with.record.sent},
                 [this](Lsn durable) { source->Confirm(durable); }),
      letters(parts.store, parts.indices, {parts.clock, options.backoff, troubles}, parts.log, with.record.epoch),
      generations(
          {.indices = parts.indices,
           .store = parts.store,
           .letters = letters,
           .log = parts.log,
           .epoch = with.record.epoch,
           .slot = options.slot,
           .old_plan = [this](const IndexSetup& setup, const GenerationMeta& meta) -> std::shared_ptr<const Plan> {
             try {
               return std::make_shared<const Plan>(
                   parts.database.MakePlan(setup.name, meta.document, meta.root, meta.key));
             } catch (const Error& invalid) {
               if (OnDocuments(invalid.kind()) == Action::kRetry) throw;
               parts.log.Write(Level::kWarn, "the former SQL of index " + setup.name + " is not valid any more",
                               invalid);
               return nullptr;
             }
           },
           .made = [times = &with.meters.times](const std::string& generation) { times->Made(generation); }}),
      events(with.events),
      valve(with.valve),
      meters(with.meters),
      epoch(with.record.epoch) {
  // What was given a version until now may have got it from an owner before us, or before the stream was lost.
  meters.times.Begin(std::max(with.record.epoch, with.record.sent).value);
}

Supervisor::Term::~Term() { Stop(); }

Writer::Shared Supervisor::Term::Shared() {
  return {checkpoint, letters, events, parts.clock, meters, troubles, valve, parts.pulses};
}

void Supervisor::Term::Start(Lsn start) {
  visibility = parts.workshop.MakeVisibility(server);
  for (std::size_t i = 0; i < options.writers + 1; ++i) kits.push_back(parts.workshop.MakeKit(server));
  std::vector<Writer::Tools> tools;
  for (const auto& kit : kits) tools.push_back(kit.tools());
  pipeline =
      std::make_unique<Pipeline>(Pipeline::Parts{*source, *visibility, parts.indices, Shared(), parts.log, tools},
                                 options.pipeline, generations.Targets(), start);
  thread = std::jthread([this](std::stop_token stop) {
    try {
      pipeline->Run(stop, options.drain);
    } catch (const std::exception&) {
      error = std::current_exception();
    }
    ended = true;
    ending.request_stop();
  });
}

void Supervisor::Term::Stop() {
  ending.request_stop();
  {
    const std::scoped_lock lock(mutex);
    for (auto& fill : fills) fill->thread.request_stop();
  }
  catching_up.clear();
  if (thread.joinable()) {
    thread.request_stop();
    thread.join();
  }
  std::vector<std::shared_ptr<Fill>> last;  // joined without the lock: their threads may want it
  {
    const std::scoped_lock lock(mutex);
    last.swap(fills);
  }
  last.clear();
  source->Close();
}

void Supervisor::Term::Rethrow() const {
  if (ended && error) std::rethrow_exception(error);
}

void Supervisor::Term::StartBackfill(TargetPtr target, const cdc::stream::Filling& start) {
  Backfill::Parts with{
      .shared = Shared(),
      .pages = pipeline->pages(),
      .version =
          [this] { return Planted(Bug::kCurrentAsBackfill) ? source->Received().value : checkpoint.durable().value; },
      .kits = {},
      .walker = parts.workshop.MakeKit(server).router,
      .save = [this, index = target->index](const cdc::stream::Filling& at) { generations.SaveFilling(index, at); }};
  for (std::size_t i = 0; i < options.backfill_workers; ++i) with.kits.push_back(parts.workshop.MakeKit(server));
  auto fill = std::make_shared<Fill>();
  fill->backfill =
      std::make_unique<Backfill>(std::move(with), options.pipeline.writer, options.backfill, std::move(target), start);
  fill->thread = std::jthread([raw = fill.get()](std::stop_token stop) {
    try {
      raw->complete = raw->backfill->Run(stop);
    } catch (const std::exception&) {
      raw->error = std::current_exception();
    }
    raw->ended = true;
  });
  const std::scoped_lock lock(mutex);
  fills.push_back(std::move(fill));
}

void Supervisor::Term::EndBackfill(const Target& target) {
  std::vector<std::shared_ptr<Fill>> ended_fills;  // joined without the lock
  const auto of = [&](const std::shared_ptr<Fill>& fill) { return &fill->backfill->target() == &target; };
  std::erase_if(catching_up, [&](const auto& entry) { return of(entry.second.second); });
  {
    const std::scoped_lock lock(mutex);
    std::copy_if(fills.begin(), fills.end(), std::back_inserter(ended_fills), of);
    std::erase_if(fills, of);
  }
}

bool Supervisor::Term::AskRebuild(const std::string& index) {
  const std::scoped_lock lock(mutex);
  return rebuild.insert(index).second;
}

std::vector<std::string> Supervisor::Term::TakeRebuilds(Duration pause) {
  const TimePoint now = parts.clock.Now();
  const std::scoped_lock lock(mutex);
  std::vector<std::string> ready;
  for (const auto& index : rebuild) {
    const auto last = rebuilt.find(index);
    if (last == rebuilt.end() || now - last->second >= pause) ready.push_back(index);
  }
  for (const auto& index : ready) {
    rebuild.erase(index);
    rebuilt[index] = now;
  }
  return ready;
}

bool Supervisor::Term::Filling(const Target& target) const {
  const auto of = [&](const Fill& fill) { return &fill.backfill->target() == &target; };
  const auto waiting = catching_up.find(target.index);
  if (waiting != catching_up.end() && of(*waiting->second.second)) return true;
  const std::scoped_lock lock(mutex);
  return std::any_of(fills.begin(), fills.end(), [&](const auto& fill) { return of(*fill); });
}

std::vector<std::shared_ptr<Fill>> Supervisor::Term::TakeEnded() {
  const std::scoped_lock lock(mutex);
  std::vector<std::shared_ptr<Fill>> done;
  std::copy_if(fills.begin(), fills.end(), std::back_inserter(done),
               [](const auto& fill) { return fill->ended.load(); });
  std::erase_if(fills, [](const auto& fill) { return fill->ended.load(); });
  return done;
}

std::optional<Backfill::Progress> Supervisor::Term::Progress(const std::string& index) const {
  const std::scoped_lock lock(mutex);
  for (const auto& fill : fills) {
    if (fill->backfill->target().index == index && !fill->backfill->target().suspended)
      return fill->backfill->progress();
  }
  return std::nullopt;
}

}  // namespace cdc::stream
