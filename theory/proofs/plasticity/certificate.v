(* Certificates of fast weights (arXiv 2410.08711). A task [Task d m T rate keys values queries] has
   T tokens, the rows of the tables: keys and queries of d entries, values of m. *)
From mathcomp Require Import ssralg ssrnum ssrint zmodp matrix.
From Lemmascope Require Import field_tactic.
From Lemmascope Require Export tables.
From Lemmascope Require Import least_squares.
From Lemmascope.plasticity Require Export fast_weights.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Inductive task_instance := Task of nat & nat & nat & Q & table & table & table.
(* row t of a table as a column vector; the first n tokens *)
Definition token_of (R : realFieldType) d (rows : table) t : 'cV[R]_d := \col_j Q2R R (ent rows t j).
Definition first_tokens (R : realFieldType) d m (keys values : table) n :=
  [seq (token_of R d keys s, token_of R m values s) | s <- iota 0 n].
(* (t, i, v): output i of the Hebbian weights of tokens 0 ... t at query t *)
Definition certifies_recall (x : task_instance) : Q -> seq (nat * nat * Q) -> Prop :=
  let: Task d m T rate keys values queries := x in
  certified (fun R : realFieldType => \matrix_(t < T, i < m)
    (hebb (first_tokens R d m keys values t.+1) *m token_of R d queries t) i 0).
(* (i, j, v): the Hebbian weights of all tokens *)
Definition certifies_hebbian (x : task_instance) : Q -> seq (nat * nat * Q) -> Prop :=
  let: Task d m T rate keys values queries := x in
  certified (fun R : realFieldType => hebb (first_tokens R d m keys values T)).
(* (i, j, v): the weights after one batch step of gradient descent from zero *)
Definition certifies_batch_step (x : task_instance) : Q -> seq (nat * nat * Q) -> Prop :=
  let: Task d m T rate keys values queries := x in
  certified (fun R : realFieldType =>
    0 - (Q2R R rate / 2%:R) *: grad (mxof R T d keys)^T (mxof R T m values)^T 0).
(* [Step d m rate W k v]: (i, j, v) is the weight after a gradient step on one token *)
Inductive step_instance := Step of nat & nat & Q & table & table & table.
Definition certifies_token_step (x : step_instance) : Q -> seq (nat * nat * Q) -> Prop :=
  let: Step d m rate W k v := x in
  certified (fun R : realFieldType => let W0 := mxof R m d W in
    W0 - (Q2R R rate / 2%:R) *: grad (mxof R d 1 k) (mxof R m 1 v) W0).
(* normalisers of the cache: the scores themselves, and the shares of 1 + z^2 of those written *)
Definition shares_of_squares (R : realFieldType) T (t : nat) (z : 'cV[R]_T) : 'cV[R]_T :=
  \col_s ((1 + z s 0 ^+ 2) / \sum_(r < T | (r < t)%N) (1 + z r 0 ^+ 2)).
Definition normaliser (R : realFieldType) T (squares : bool) : nat -> 'cV[R]_T -> 'cV[R]_T :=
  if squares then @shares_of_squares R T else fun _ z => z.
(* (t, i, v): output i of the two plastic layers after token t *)
Definition certifies_cache (squares : bool) (x : task_instance) : Q -> seq (nat * nat * Q) -> Prop :=
  let: Task d m T rate keys values queries := x in
  certified (fun R : realFieldType => \matrix_(t < T, i < m)
    (W2 (mxof R T m values)^T t.+1
     *m normaliser squares t.+1 (W1 (mxof R T d keys)^T t.+1 *m token_of R d queries t)) i 0).
Definition certifies_cache_unnormalised := certifies_cache false.
Definition certifies_cache_squares := certifies_cache true.

(* the evaluators *)
Definition scoreT d (keys queries : table) s t : Q :=
  sums d (fun j => qmul (ent keys s j) (ent queries t j)).
Definition recallT (x : task_instance) : table :=
  let: Task d m T rate keys values queries := x in
  table_of T m (fun t i => sums t.+1 (fun s => qmul (scoreT d keys queries s t) (ent values s i))).
Definition hebbianT (x : task_instance) : table :=
  let: Task d m T rate keys values queries := x in
  table_of m d (fun i j => sums T (fun s => qmul (ent values s i) (ent keys s j))).
Definition batch_stepT (x : task_instance) : table :=
  let: Task d m T rate keys values queries := x in tscale m d rate (hebbianT x).
Definition token_stepT (x : step_instance) : table :=
  let: Step d m rate W k v := x in
  tadd m d W (tscale m d rate (tmul m 1 d (tsub m 1 v (tmul m d 1 W k)) (ttr d 1 k))).
Definition weightT (squares : bool) d keys queries t s : Q :=
  let one r := qadd 1 (qmul (scoreT d keys queries r t) (scoreT d keys queries r t)) in
  if squares then qdiv (one s) (sums t.+1 one) else scoreT d keys queries s t.
Definition cacheT (squares : bool) (x : task_instance) : table :=
  let: Task d m T rate keys values queries := x in
  table_of T m (fun t i =>
    sums t.+1 (fun s => qmul (weightT squares d keys queries t s) (ent values s i))).

Definition task_tokens (x : task_instance) := let: Task d m T r k v q := x in T.
Definition task_outputs (x : task_instance) := let: Task d m T r k v q := x in m.
Definition task_width (x : task_instance) := let: Task d m T r k v q := x in d.
Definition step_outputs (x : step_instance) := let: Step d m r W k v := x in m.
Definition step_width (x : step_instance) := let: Step d m r W k v := x in d.
Definition check_recall x tolerance cs :=
  entries_ok (task_tokens x) (task_outputs x) (recallT x) tolerance cs.
Definition refused_recall x tolerance cs :=
  (failed [::], wrong_entries (task_tokens x) (task_outputs x) (recallT x) tolerance cs).
Definition check_hebbian x tolerance cs :=
  entries_ok (task_outputs x) (task_width x) (hebbianT x) tolerance cs.
Definition refused_hebbian x tolerance cs :=
  (failed [::], wrong_entries (task_outputs x) (task_width x) (hebbianT x) tolerance cs).
Definition check_batch_step x tolerance cs :=
  entries_ok (task_outputs x) (task_width x) (batch_stepT x) tolerance cs.
Definition refused_batch_step x tolerance cs :=
  (failed [::], wrong_entries (task_outputs x) (task_width x) (batch_stepT x) tolerance cs).
Definition check_token_step x tolerance cs :=
  entries_ok (step_outputs x) (step_width x) (token_stepT x) tolerance cs.
Definition refused_token_step x tolerance cs :=
  (failed [::], wrong_entries (step_outputs x) (step_width x) (token_stepT x) tolerance cs).
Definition check_cache squares x tolerance cs :=
  entries_ok (task_tokens x) (task_outputs x) (cacheT squares x) tolerance cs.
Definition refused_cache squares x tolerance cs :=
  (failed [::], wrong_entries (task_tokens x) (task_outputs x) (cacheT squares x) tolerance cs).
Definition refused_cache_unnormalised := refused_cache false.
Definition refused_cache_squares := refused_cache true.

(* ---------- statements ---------- *)
(** theorem plasticity/CertifiedRecall
    says: If the checker accepts claimed outputs of a task, every one is within the tolerance of what
      the Hebbian weights of the tokens so far give at the query.
    leaves out: The instance is read from rational tables; with tolerance 0 the values are exact. The
      evaluator computes causal linear attention.
    supports: plasticity/hebbian-weights-are-linear-attention
      plasticity/eight-bit-outputs-stay-in-range *)
Definition CertifiedRecall_statement : Prop :=
  forall x tolerance cs, check_recall x tolerance cs = true -> certifies_recall x tolerance cs.
(** theorem plasticity/CertifiedHebbian
    says: If the checker accepts claimed weights of a task, every one is within the tolerance of the
      Hebbian weights of all its tokens.
    leaves out: The instance is read from rational tables; with tolerance 0 the values are exact.
    supports: plasticity/context-order-is-irrelevant *)
Definition CertifiedHebbian_statement : Prop :=
  forall x tolerance cs, check_hebbian x tolerance cs = true -> certifies_hebbian x tolerance cs.
(** theorem plasticity/CertifiedBatchStep
    says: If the checker accepts claimed weights of a task, every one is within the tolerance of those
      after one batch step of gradient descent from zero on half the squared error.
    leaves out: The instance is read from rational tables; with tolerance 0 the values are exact. The
      evaluator computes the rate times the Hebbian weights.
    supports: plasticity/first-batch-step-is-hebbian *)
Definition CertifiedBatchStep_statement : Prop :=
  forall x tolerance cs, check_batch_step x tolerance cs = true ->
  certifies_batch_step x tolerance cs.
(** theorem plasticity/CertifiedTokenStep
    says: If the checker accepts claimed weights, every one is within the tolerance of those after a
      gradient step on half the squared error of one token.
    leaves out: The instance is read from rational tables; with tolerance 0 the values are exact. The
      evaluator computes the delta rule.
    supports: plasticity/delta-rule-is-a-gradient-step plasticity/delta-rule-shrinks-the-error *)
Definition CertifiedTokenStep_statement : Prop :=
  forall x tolerance cs, check_token_step x tolerance cs = true ->
  certifies_token_step x tolerance cs.
(** theorem plasticity/CertifiedCache
    says: If the checker accepts claimed outputs of a task, every one is within the tolerance of what
      the two plastic layers of the cache compute, without a normaliser or with the shares of 1 + z^2.
    leaves out: The instance is read from rational tables; with tolerance 0 the values are exact. The
      evaluator computes causal attention. Softmax has no rational values in general.
    supports: plasticity/cache-is-two-plastic-layers *)
Definition CertifiedCache_statement : Prop :=
  forall squares x tolerance cs, check_cache squares x tolerance cs = true ->
  certifies_cache squares x tolerance cs.

(* ---------- proofs ---------- *)
Section Evaluators.
Variable R : realFieldType.
Lemma scoreTP d keys queries s t : Q2R R (scoreT d keys queries s t)
  = ((token_of R d keys s)^T *m token_of R d queries t) 0 0.
Proof. by rewrite Q2R_sums mxE; apply: eq_bigr => j _; rewrite hmul !mxE. Qed.
Lemma sum_first (V : zmodType) n (F : nat -> V) : \sum_(s <- iota 0 n) F s = \sum_(s < n) F s.
Proof. by rewrite -(big_mkord xpredT F) /index_iota subn0. Qed.
Lemma hebbianTP d m T keys values :
  mxof R m d (table_of m d (fun i j => sums T (fun s => qmul (ent values s i) (ent keys s j))))
  = hebb (first_tokens R d m keys values T).
Proof.
rewrite mx_table hebb_sum big_map sum_first; apply/matrixP=> i j; rewrite mxE Q2R_sums summxE.
by apply: eq_bigr => s _; rewrite hmul mxE big_ord1 !mxE.
Qed.
Lemma sum_upto T t (F : nat -> R) : (t <= T)%N ->
  \sum_(s < T | (s < t)%N) F s = \sum_(s < t) F s.
Proof. by move=> tT; rewrite [RHS](big_ord_widen _ _ tT). Qed.
End Evaluators.
Lemma recall_certificate x tolerance cs :
  check_recall x tolerance cs = true -> certifies_recall x tolerance cs.
Proof.
case: x => d m T rate keys values queries; apply: certified_entries => R /=.
rewrite mx_table; apply/matrixP=> t i; rewrite mxE [RHS]mxE hebb_attention /linatt big_map sum_first summxE.
by rewrite Q2R_sums; apply: eq_bigr => s _; rewrite hmul scoreTP !mxE.
Qed.
Lemma hebbian_certificate x tolerance cs :
  check_hebbian x tolerance cs = true -> certifies_hebbian x tolerance cs.
Proof.
by case: x => d m T rate keys values queries; apply: certified_entries => R; apply: hebbianTP.
Qed.
Lemma batch_step_certificate x tolerance cs :
  check_batch_step x tolerance cs = true -> certifies_batch_step x tolerance cs.
Proof.
case: x => d m T rate keys values queries; apply: certified_entries => R /=.
rewrite hebb_gradient mx_scale; congr (_ *: _); rewrite mx_table; apply/matrixP=> i j.
rewrite mxE Q2R_sums summxE; apply: eq_bigr => s _.
by rewrite hmul mxE big_ord1 !mxE.
Qed.
Lemma token_step_certificate x tolerance cs :
  check_token_step x tolerance cs = true -> certifies_token_step x tolerance cs.
Proof.
case: x => d m rate W k v; apply: certified_entries => R /=.
by rewrite delta_rule !(mx_add, mx_scale, mx_mul, mx_sub, mx_tr).
Qed.
Lemma normaliser_causal (R : realFieldType) T squares : causal (@normaliser R T squares).
Proof.
move=> t z z' E s st; case: squares => /=; last exact: E.
rewrite !mxE E //; congr (_ / _); apply: eq_bigr => r rt; by rewrite E.
Qed.
Lemma cache_certificate squares x tolerance cs :
  check_cache squares x tolerance cs = true -> certifies_cache squares x tolerance cs.
Proof.
case: x => d m T rate keys values queries; apply: certified_entries => R /=.
rewrite mx_table; apply/matrixP=> t i; rewrite mxE [RHS]mxE cache_attention; last exact: normaliser_causal.
rewrite summxE Q2R_sums.
have tT : (t.+1 <= T)%N := ltn_ord t.
rewrite (big_ord_widen T (fun s => Q2R R (qmul (weightT squares d keys queries t s) (ent values s i))) tT).
have Z s : ((mxof R T d keys)^T^T *m token_of R d queries t) s 0
    = Q2R R (scoreT d keys queries s t).
  by rewrite trmxK scoreTP !mxE; apply: eq_bigr => j _; rewrite !mxE.
apply: eq_bigr => s st; rewrite hmul !mxE; congr (_ * _).
rewrite /weightT /normaliser; case: squares; last by rewrite Z.
rewrite mxE hdiv hadd hmul Q2R1 Z expr2; congr (_ / _).
rewrite Q2R_sums.
rewrite (big_ord_widen T (fun s => Q2R R (qadd 1 (qmul (scoreT d keys queries s t) (scoreT d keys queries s t)))) tT).
by apply: eq_bigr => r _; rewrite hadd hmul Q2R1 Z expr2.
Qed.
Definition cache_unnormalised_certificate := @cache_certificate false.
Definition cache_squares_certificate := @cache_certificate true.
Theorem CertifiedRecall : CertifiedRecall_statement.
Proof. exact: recall_certificate. Qed.
Theorem CertifiedHebbian : CertifiedHebbian_statement.
Proof. exact: hebbian_certificate. Qed.
Theorem CertifiedBatchStep : CertifiedBatchStep_statement.
Proof. exact: batch_step_certificate. Qed.
Theorem CertifiedTokenStep : CertifiedTokenStep_statement.
Proof. exact: token_step_certificate. Qed.
Theorem CertifiedCache : CertifiedCache_statement.
Proof. exact: cache_certificate. Qed.
