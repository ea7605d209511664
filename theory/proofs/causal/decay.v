(* Decay of pair laws along tree paths, in chi-square and in total variation; exact for two
   states. *)
From Coq Require Import Ring Field.
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Lemmascope Require Import field_tactic dobrushin information chain.
From Lemmascope.causal Require Import limit_gradient forest parent_dominates two_state gap.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- statements ---------- *)
(** theorem causal/DecayAlongAPath
    says: Two positions joined by a path of u + d steps have chi-square information at most (1 -
      ga)^(u+d) (S - 1) and total variation from independence at most 2 (1 - ga)^(u+d).
    leaves out: ga is a minorisation constant of the chain; the alphabet has S = n + 1 letters.
    supports: causal/rivals-are-bounded causal/finite-length-gradient-converges *)
Definition DecayAlongAPath_statement : Prop :=
  forall (R : realFieldType) n (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1) ga par T j i u d,
  chain pi mu -> 0 <= ga -> minorised ga pi -> forest par ->
  joined par j i u d -> (j < T)%N -> (i < T)%N ->
  chi2 (pair_law pi mu par T j i) <= (1 - ga) ^+ (u + d) * n%:R /\
  tv (pair_law pi mu par T j i) (indep mu) <= (1 - ga) ^+ (u + d) * 2%:R.

(** theorem causal/TwoStatePairLaws
    says: For two states the law of any joined pair, and its chi-square information, in closed
      form: the deviation from independence is the (u+d)-th power of the eigenvalue times that of
      a position with itself.
    leaves out: Positions of the same tree (joined).
    supports: causal/two-state-drive-is-a-power *)
Definition TwoStatePairLaws_statement : Prop :=
  forall (R : realFieldType) (pi : 'M[R]_2) (mu : 'rV[R]_2) par T j i u d,
  chain pi mu -> forest par -> joined par j i u d -> (j < T)%N -> (i < T)%N ->
  let l := 1 - pi 0 1 - pi 1 0 in
  (forall a b, pair_law pi mu par T j i a b - mu 0 a * mu 0 b
     = l ^+ (u + d) * (mu 0 a * (a == b)%:R - mu 0 a * mu 0 b)) /\
  chi2 (pair_law pi mu par T j i) = l ^+ (u + d).*2.

(* ---------- proofs ---------- *)
(* decay along a tree path: u steps up from i, d steps down to j *)
Section Decay.
Variables (R : realFieldType) (n : nat).
Variables (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1) (ga : R).
Hypotheses (H : chain pi mu) (ga0 : 0 <= ga) (mn : minorised ga pi).
Notation L := (path_law pi mu).
Let ga1 : ga <= 1. Proof. by case: H => pis _ _ _; apply: minorised_le1 pis mn. Qed.
Let pis : stochastic pi. Proof. by case: H. Qed.

Lemma chi2_path u d : chi2 (L u d) <= (1 - ga) ^+ (u + d) * n%:R.
Proof.
have up v e : chi2 (L v.+1 e) <= (1 - ga) * chi2 (L v e).
  rewrite path_lawS; apply: chi2_contract => //.
  by apply: (law_coupling H); [apply: path_law_nonneg|apply: path_law_coupling].
have s0 : 0 <= 1 - ga by rewrite subr_ge0.
elim: u => [|u IH]; last first.
  by rewrite addSn exprS -mulrA; apply: le_trans (up _ _) (ler_wpmul2l s0 IH).
rewrite add0n path_law_tr chi2_tr; elim: d => [|d IH]; first by rewrite chi2_self // mul1r.
by rewrite exprS -mulrA; apply: le_trans (up _ _) (ler_wpmul2l s0 IH).
Qed.
Lemma tv_tr (Q P : 'M[R]_n.+1) : tv Q^T P^T = tv Q P.
Proof. by rewrite /tv exchange_big; apply: eq_bigr => a _; apply: eq_bigr => b _; rewrite !mxE. Qed.
Lemma indep_tr : (indep mu)^T = indep mu.
Proof. by apply/matrixP=> a b; rewrite !mxE mulrC. Qed.
Lemma tv_path u d : tv (L u d) (indep mu) <= (1 - ga) ^+ (u + d) * 2%:R.
Proof.
have up v e : tv (L v.+1 e) (indep mu) <= (1 - ga) * tv (L v e) (indep mu).
  rewrite path_lawS -{1}(indep_mul H) /tv mulr_sumr; apply: ler_sum => a _.
  have [C _] := path_law_coupling H v e; have [C' _] := indep_coupling H.
  have := @tv_contract _ _ _ (L v e a) (indep mu a) pi ga _ pis ga0 mn.
  rewrite -/(rmarg _ a) C -/(rmarg _ a) C' => /(_ erefl).
  by under eq_bigr do rewrite /push; under [X in _ -> X <= _]eq_bigr do rewrite !mxE.
have s0 : 0 <= 1 - ga by rewrite subr_ge0.
elim: u => [|u IH]; last first.
  by rewrite addSn exprS -mulrA; apply: le_trans (up _ _) (ler_wpmul2l s0 IH).
rewrite add0n path_law_tr -indep_tr tv_tr; elim: d => [|d IH]; last first.
  by rewrite exprS -mulrA; apply: le_trans (up _ _) (ler_wpmul2l s0 IH).
rewrite mul1r; have [_ _ m0 m1] := H.
apply: le_trans (_ : \sum_a \sum_b (L 0 0 a b + indep mu a b) <= _).
  apply: ler_sum => a _; apply: ler_sum => b _; apply: le_trans (ler_norm_sub _ _) _.
  rewrite !ger0_norm //; first by rewrite mxE mulr_ge0 // ltW.
  exact: path_law_nonneg.
under eq_bigr do rewrite big_split; rewrite big_split /=.
by rewrite (mass_coupling m1 (path_law_coupling H 0 0)) (mass_coupling m1 (indep_coupling H)).
Qed.
Variable par : nat -> option nat.
Hypothesis F : forest par.
Theorem decay T j i u d : joined par j i u d -> (j < T)%N -> (i < T)%N ->
  chi2 (pair_law pi mu par T j i) <= (1 - ga) ^+ (u + d) * n%:R /\
  tv (pair_law pi mu par T j i) (indep mu) <= (1 - ga) ^+ (u + d) * 2%:R.
Proof.
by move=> J jT iT; rewrite (pair_law_joined H F J jT iT); split; [apply: chi2_path|apply: tv_path].
Qed.
End Decay.

Section TwoExact.
Variable R : realFieldType.
Add Field RF3 : (RingTac.ft R).
Variables (pi : 'M[R]_2) (mu : 'rV[R]_2) (par : nat -> option nat).
Hypotheses (H : chain pi mu) (F : forest par).
Let l := 1 - pi 0 1 - pi 1 0.
(* exact law and exact chi2 of every pair *)
Theorem decay_two T j i u d a b : joined par j i u d -> (j < T)%N -> (i < T)%N ->
  pair_law pi mu par T j i a b - mu 0 a * mu 0 b
    = l ^+ (u + d) * (mu 0 a * (a == b)%:R - mu 0 a * mu 0 b).
Proof.
have [_ _ m0 m1] := H.
move=> J jT iT; rewrite (pair_law_joined H F J jT iT) (path_law_lazy m1 (two_state_lazy H)).
rewrite -/l -(path_law00 pi) (path_law00C pi).
by move: (l ^+ _) (mu 0 a) (mu 0 b) (a == b)%:R => x y z t; rnorm R; ring.
Qed.
Theorem chi2_two T j i u d : joined par j i u d -> (j < T)%N -> (i < T)%N ->
  chi2 (pair_law pi mu par T j i) = l ^+ (u + d).*2.
Proof.
move=> J jT iT; have [_ _ m0 m1] := H.
rewrite chi2_centred; last first.
  by apply: (law_coupling H); [apply: pair_law_nonneg|apply: pair_law_coupling].
have [Cr Cc] := pair_law_coupling H F jT iT.
under eq_bigr => a _ do under eq_bigr => b _ do
  rewrite Cr Cc (decay_two _ _ J jT iT) -(path_law00 pi) exprMn -mulrA.
under eq_bigr do rewrite -mulr_sumr; rewrite -mulr_sumr -exprM muln2.
have [Dr Dc] := path_law_coupling H 0 0.
have := chi2_centred (law_coupling H (path_law_nonneg H 0 0) (path_law_coupling H 0 0)).
rewrite (chi2_self H); under [RHS]eq_bigr => a _ do under eq_bigr => b _ do rewrite Dr Dc.
by move=> <-; rewrite mulr1.
Qed.
End TwoExact.

Theorem DecayAlongAPath : DecayAlongAPath_statement.
Proof. by move=> R n pi mu ga par T j i u d H ga0 mn F J jT iT; apply: decay. Qed.

Theorem TwoStatePairLaws : TwoStatePairLaws_statement.
Proof. by move=> R pi mu par T j i u d H F J jT iT l; split=> [a b|]; [apply: decay_two|apply: chi2_two]. Qed.
