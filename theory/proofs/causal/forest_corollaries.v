(* What the lemmas about pairs of positions say of every sequence sampled along a forest: the form in
   which the claims of the paper's key lemma (arXiv 2402.14735, proof of Theorem 4.4) are stated. *)
From Coq Require Import Ring Field.
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Lemmascope Require Import field_tactic cauchy_schwarz dobrushin information chain f_information.
From Lemmascope.causal Require Import limit_gradient forest parent_dominates two_state gap.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- statements ---------- *)
(** theorem causal/ParentEntryInAForest
    says: In a sequence sampled along any forest, the limiting gradient entry at the parent,
      averaged over any finite prior, is the average chi-square information of parent and child.
    leaves out: The prior is a finite mixture (its weights may be any numbers); the entry is a
      definition here (g).
    supports: causal/parent-entry-is-chi2 *)
Definition ParentEntryInAForest_statement : Prop :=
  forall (R : realFieldType) n (K : finType) (w : K -> R)
    (pi : K -> 'M[R]_n.+1) (mu : K -> 'rV[R]_n.+1) (par : nat -> option nat) T i p,
  (forall k, chain (pi k) (mu k)) -> forest par -> (i < T)%N -> par i = Some p ->
  \sum_k w k * g (pi k) (mu k) (pair_law (pi k) (mu k) par T p i)
  = \sum_k w k * chi2 (pair_law (pi k) (mu k) par T p i).

(** theorem causal/RivalsAreBoundedInAForest
    says: In a sequence sampled along any forest, the squared limiting gradient entry of any
      position is at most the product of its own chi-square information about the token and the
      parent's.
    leaves out: Per chain with a positive stationary law.
    supports: causal/rivals-are-bounded *)
Definition RivalsAreBoundedInAForest_statement : Prop :=
  forall (R : realFieldType) n (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1)
    (par : nat -> option nat) T i j p,
  chain pi mu -> forest par -> (j < T)%N -> (i < T)%N -> par i = Some p ->
  g pi mu (pair_law pi mu par T j i) ^+ 2
  <= chi2 (pair_law pi mu par T p i) * chi2 (pair_law pi mu par T j i).

(** theorem causal/ParentIsMostInformative
    says: In a sequence sampled along any forest, no earlier position has more chi-square
      information about a token than its parent.
    leaves out: Per chain with a positive stationary law.
    supports: causal/chi2-data-processing *)
Definition ParentIsMostInformative_statement : Prop :=
  forall (R : realFieldType) n (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1)
    (par : nat -> option nat) T i j p,
  chain pi mu -> forest par -> (j < i)%N -> (i < T)%N -> par i = Some p ->
  chi2 (pair_law pi mu par T j i) <= chi2 (pair_law pi mu par T p i).

(** theorem causal/ParentIsMostInformativeInBits
    says: In a sequence sampled along any forest, no earlier position has more Shannon information
      about a token than its parent.
    leaves out: lg is any function with lg (x y) = lg x + lg y and lg x <= x - 1 on positive
      numbers; that the real logarithm is one is not proved here. Information is written as the
      f-information of t lg t, where 0 lg 0 = 0 whatever lg 0 is.
    supports: causal/shannon-data-processing *)
Definition ParentIsMostInformativeInBits_statement : Prop :=
  forall (R : realFieldType) (lg : R -> R) n (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1)
    (par : nat -> option nat) T i j p,
  (forall x y, 0 < x -> 0 < y -> lg (x * y) = lg x + lg y) -> (forall x, 0 < x -> lg x <= x - 1) ->
  chain pi mu -> forest par -> (j < i)%N -> (i < T)%N -> par i = Some p ->
  finfo (fun t => t * lg t) (pair_law pi mu par T j i)
  <= finfo (fun t => t * lg t) (pair_law pi mu par T p i).

(** theorem causal/GapInAForest
    says: In a sequence sampled along any forest, if every transition probability is at least ga/S
      and ||B||_F >= ga for every chain of a finite prior, the parent's averaged limiting gradient
      entry exceeds that of every other earlier position by at least ga^3/2.
    leaves out: The prior is a finite mixture; ||B||_F^2 is written as its sum (frobB).
    supports: causal/gap-is-bounded-below *)
Definition GapInAForest_statement : Prop :=
  forall (R : realFieldType) n (K : finType) (w : K -> R) (ga : R)
    (pi : K -> 'M[R]_n.+1) (mu : K -> 'rV[R]_n.+1) (par : nat -> option nat) T i j p,
  (forall k, 0 <= w k) -> \sum_k w k = 1 -> (forall k, chain (pi k) (mu k)) -> forest par ->
  0 <= ga -> (forall k a b, ga / n.+1%:R <= pi k a b) ->
  (forall k, ga ^+ 2 <= frobB (pi k) (mu k)) ->
  (j < i)%N -> (i < T)%N -> par i = Some p -> j != p ->
  ga ^+ 3 / 2%:R <= \sum_k w k * (g (pi k) (mu k) (pair_law (pi k) (mu k) par T p i)
                                - g (pi k) (mu k) (pair_law (pi k) (mu k) par T j i)).

(** theorem causal/RootsHaveZeroDrive
    says: In a sequence sampled along any forest, the limiting gradient entry of a root at any
      earlier position is zero, averaged over any finite prior.
    leaves out: The limit only.
    supports: causal/roots-have-zero-drive *)
Definition RootsHaveZeroDrive_statement : Prop :=
  forall (R : realFieldType) n (K : finType) (w : K -> R)
    (pi : K -> 'M[R]_n.+1) (mu : K -> 'rV[R]_n.+1) (par : nat -> option nat) T i j,
  (forall k, chain (pi k) (mu k)) -> forest par -> (j < i)%N -> (i < T)%N -> par i = None ->
  \sum_k w k * g (pi k) (mu k) (pair_law (pi k) (mu k) par T j i) = 0.

(** theorem causal/ParentDominatesSelf
    says: Under a finite prior of constant mean the parent has, on average, the largest limiting
      gradient entry of all positions up to and including the own one.
    leaves out: The prior is a finite mixture of chains.
    supports: causal/parent-dominates-self *)
Definition ParentDominatesSelf_statement : Prop :=
  forall (R : realFieldType) n (K : finType) (w : K -> R)
    (pi : K -> 'M[R]_n.+1) (mu : K -> 'rV[R]_n.+1) (par : nat -> option nat) T i j p,
  (forall k, 0 <= w k) -> \sum_k w k = 1 -> (forall k, chain (pi k) (mu k)) -> forest par ->
  \sum_k w k *: pi k = const_mx n.+1%:R^-1 ->
  (j <= i)%N -> (i < T)%N -> par i = Some p ->
  \sum_k w k * g (pi k) (mu k) (pair_law (pi k) (mu k) par T j i)
  <= \sum_k w k * g (pi k) (mu k) (pair_law (pi k) (mu k) par T p i).

(** theorem causal/WhitenedTransitionContracts
    says: If every transition probability is at least ga/S, then (1 - ga) D - (pi - 1 mu^T)^T D
      (pi - 1 mu^T), D = diag mu, is positive semidefinite: the squared largest singular value of
      the whitened transition is at most 1 - ga.
    leaves out: The singular value itself: the quadratic form is bounded at every vector x. Any
      minorisation would do.
    supports: causal/dobrushin-bounds-contraction *)
Definition WhitenedTransitionContracts_statement : Prop :=
  forall (R : realFieldType) n (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1) (ga : R) (x : 'I_n.+1 -> R),
  chain pi mu -> 0 <= ga -> (forall a b, ga / n.+1%:R <= pi a b) ->
  \sum_a mu 0 a * (\sum_b (pi a b - mu 0 b) * x b) ^+ 2 <= (1 - ga) * \sum_b mu 0 b * x b ^+ 2.

(* ---------- proofs ---------- *)
Section Convex.
Variables (R : realFieldType) (lg : R -> R).
Add Field RF : (RingTac.ft R).
Hypotheses (lgM : forall x y, 0 < x -> 0 < y -> lg (x * y) = lg x + lg y)
  (lg1 : forall x, 0 < x -> lg x <= x - 1).
Lemma above_tangent s t : 0 < s -> 0 <= t -> s * lg s + (lg s + 1) * (t - s) <= t * lg t.
Proof.
move=> s0; rewrite le_eqVlt => /orP[/eqP<-|t0].
  have -> : s * lg s + (lg s + 1) * (0 - s) = - s by move: (lg s) => l; rnorm R; ring.
  by rewrite mul0r oppr_le0 ltW.
have tn : t != 0 by rewrite gt_eqF.
have h : lg s <= lg t + (s / t - 1).
  rewrite -{1}(divfK tn s) mulrC lgM ?divr_gt0 // ler_add2l; apply: lg1; exact: divr_gt0.
have := ler_wpmul2l (ltW t0) h; rewrite -subr_ge0 => h'; rewrite -subr_ge0.
have -> // : t * lg t - (s * lg s + (lg s + 1) * (t - s)) = t * (lg t + (s / t - 1)) - t * lg s.
by move/eqP: tn h' => tn _; move: (lg s) (lg t) => a b; rnorm R; field.
Qed.
Lemma convex_tlogt : convex_nonneg (fun t => t * lg t).
Proof.
move=> t x y t0 t1 x0 y0; have u0 : 0 <= 1 - t by rewrite subr_ge0.
set m := t * x + (1 - t) * y; have m0 : 0 <= m by rewrite addr_ge0 ?mulr_ge0.
move: m0; rewrite le_eqVlt => /orP[/eqP mz|mp].
  have := esym mz => /eqP; rewrite paddr_eq0 ?mulr_ge0 // => /andP[/eqP a /eqP b].
  by rewrite -mz mul0r !mulrA a b !mul0r addr0.
have A := ler_wpmul2l t0 (above_tangent mp x0); have B := ler_wpmul2l u0 (above_tangent mp y0).
apply: le_trans (ler_add A B); rewrite le_eqVlt; apply/orP; left; apply/eqP.
by rewrite /m; move: (lg _) => l; rnorm R; ring.
Qed.
End Convex.

Lemma finfo_tr (R : realFieldType) (f : R -> R) m n (Q : 'M[R]_(m, n)) : finfo f Q^T = finfo f Q.
Proof.
rewrite /finfo /fdiv exchange_big; apply: eq_bigr => a _; apply: eq_bigr => b _.
have -> : rmarg Q^T b = cmarg Q b by apply: eq_bigr => c _; rewrite mxE.
have -> : cmarg Q^T a = rmarg Q a by apply: eq_bigr => c _; rewrite mxE.
by rewrite mxE [X in X * f _]mulrC [X in _ / X]mulrC.
Qed.

Section Forest.
Variables (R : realFieldType) (n : nat) (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1).
Variables (par : nat -> option nat).
Hypotheses (H : chain pi mu) (F : forest par).
Notation P := (pair_law pi mu par).
(* j - p - i is a Markov chain: read backwards, j is drawn from a kernel that sees p *)
Lemma kernel_back T i j p : (j < i)%N -> (i < T)%N -> par i = Some p ->
  exists K : 'M[R]_n.+1, stochastic K /\ (P T j i)^T = (P T p i)^T *m K.
Proof.
move=> ji iT pi_; have [pis _ m0 _] := H; have pT : (p < T)%N by apply: ltn_trans (F pi_) iT.
have jT : (j < T)%N by apply: ltn_trans iT.
have [_ cm] := pair_law_coupling H F jT pT; have J0 := pair_law_nonneg par H T j p.
exists (\matrix_(b, a) (P T j p a b / mu 0 b)); split.
  split=> [b a|b]; first by rewrite mxE divr_ge0 // ltW.
  under eq_bigr do rewrite mxE; rewrite -mulr_suml.
  by rewrite -[X in X / _]/(cmarg (P T j p) b) cm divff // gt_eqF.
rewrite (pair_law_parent H F iT pi_) (pair_law_step H F ji iT pi_).
apply/matrixP=> c a; rewrite mxE mxE [RHS]mxE; apply: eq_bigr => b _.
have cancel (x y z : R) : 0 < x -> y * z = x * z * (y / x).
  by move=> x0; rewrite [RHS]mulrC mulrA divfK // gt_eqF.
by rewrite !mxE; apply: cancel.
Qed.
End Forest.

Section Contraction.
Variables (R : realFieldType) (n : nat) (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1) (ga : R).
Add Field RF2 : (RingTac.ft R).
Variables (x : 'I_n.+1 -> R).
Hypotheses (H : chain pi mu) (ga0 : 0 <= ga) (mn : minorised ga pi).
Let u a := \sum_b pi a b * x b.
Let m := \sum_b mu 0 b * x b.
Lemma mean_u : \sum_a mu 0 a * u a = m.
Proof.
have [_ st _ _] := H; rewrite /u /m; under eq_bigr do rewrite mulr_sumr; rewrite exchange_big /=.
apply: eq_bigr => b _; rewrite -{2}st mxE mulr_suml; apply: eq_bigr => a _; by rewrite mulrA.
Qed.
Lemma variance_le c : \sum_a mu 0 a * (u a - m) ^+ 2 <= \sum_a mu 0 a * (u a - c) ^+ 2.
Proof.
have [_ _ m0 m1] := H; rewrite -subr_ge0 -sumrB.
rewrite (eq_bigr (fun a => (m - c) * (mu 0 a * u a * 2%:R) - (m - c) * (m + c) * mu 0 a)) => [|a _].
  rewrite sumrB -!mulr_sumr -mulr_suml mean_u m1.
  have -> : (m - c) * (m * 2%:R) - (m - c) * (m + c) * 1 = (m - c) ^+ 2 by rnorm R; ring.
  exact: sqr_ge0.
by move: (mu 0 a) (u a) => p q; rnorm R; ring.
Qed.
Lemma contracts : \sum_a mu 0 a * (u a - m) ^+ 2 <= (1 - ga) * \sum_b mu 0 b * x b ^+ 2.
Proof.
have [[p0 p1] st m0 m1] := H; have [nu [nu0 nu1 nule]] := mn.
pose k a b := pi a b - ga * nu b.
have k0 a b : 0 <= k a b by rewrite subr_ge0.
have k1 a : \sum_b k a b = 1 - ga by rewrite sumrB p1 -mulr_sumr nu1 mulr1.
apply: le_trans (variance_le (ga * \sum_b nu b * x b)) _.
apply: le_trans (_ : \sum_a mu 0 a * ((1 - ga) * \sum_b k a b * x b ^+ 2) <= _).
  apply: ler_sum => a _; apply: ler_wpmul2l; first exact: ltW.
  have -> : u a - ga * (\sum_b nu b * x b) = \sum_b k a b * (1 * x b).
    rewrite mulr_sumr -sumrB; apply: eq_bigr => b _.
    by rewrite /k mul1r mulrBl mulrA.
  apply: le_trans (@cauchy_schwarz _ _ (k a) (fun=> 1) x (k0 a)) _.
  by under eq_bigr do rewrite expr1n mulr1; rewrite k1.
under eq_bigr do rewrite mulrCA; rewrite -mulr_sumr.
have g1 : 0 <= 1 - ga by rewrite -(k1 0); apply: sumr_ge0.
apply: ler_wpmul2l => //; under eq_bigr do rewrite mulr_sumr; rewrite exchange_big /=.
apply: ler_sum => b _; under eq_bigr do rewrite mulrA; rewrite -mulr_suml.
apply: ler_wpmul2r; first exact: sqr_ge0.
rewrite -{2}st mxE; apply: ler_sum => a _; apply: ler_wpmul2l; first exact: ltW.
by rewrite ler_subl_addr ler_addl mulr_ge0.
Qed.
End Contraction.

Theorem ParentEntryInAForest : ParentEntryInAForest_statement.
Proof.
move=> R n K w pi mu par T i p H F iT pi_; apply: eq_bigr => k _.
by rewrite (g_parent_forest (H k) F iT pi_).
Qed.
Theorem RivalsAreBoundedInAForest : RivalsAreBoundedInAForest_statement.
Proof. by move=> R n pi mu par T i j p H F jT iT pi_; apply: g_cauchy_schwarz_forest. Qed.
Theorem ParentIsMostInformative : ParentIsMostInformative_statement.
Proof.
move=> R n pi mu par T i j p H F ji iT pi_.
have [K [Ks E]] := kernel_back H F ji iT pi_.
rewrite -chi2_tr E -[X in _ <= X]chi2_tr; apply: chi2_dpi Ks => a b.
by rewrite mxE; apply: (pair_law_nonneg par H T p i).
Qed.
Theorem ParentIsMostInformativeInBits : ParentIsMostInformativeInBits_statement.
Proof.
move=> R lg n pi mu par T i j p lgM lg1 H F ji iT pi_.
have [K [Ks E]] := kernel_back H F ji iT pi_.
rewrite -finfo_tr E -[X in _ <= X]finfo_tr; apply: finfo_dpi Ks; first exact: convex_tlogt.
by move=> a b; rewrite mxE; apply: (pair_law_nonneg par H T p i).
Qed.
Theorem RootsHaveZeroDrive : RootsHaveZeroDrive_statement.
Proof.
move=> R n K w pi mu par T i j H F ji iT root; apply: big1 => k _.
have jT : (j < T)%N by apply: ltn_trans iT.
by rewrite (pair_law_apart (H k) F (A_root_r ji root) jT iT) (g_indep (H k)) mulr0.
Qed.
Theorem ParentDominatesSelf : ParentDominatesSelf_statement.
Proof.
move=> R n K w pi mu par T i j p w0 w1 H F mean; rewrite leq_eqVlt => /orP[/eqP->|ji] iT pi_.
  rewrite (self_mean w1 H F mean iT); apply: sumr_ge0 => k _; apply: mulr_ge0 => //.
  rewrite (g_parent_forest (H k) F iT pi_) (pair_law_parent (H k) F iT pi_).
  exact: chi2_edge_ge0 (H k).
apply: ler_sum => k _; apply: ler_wpmul2l => //; exact: parent_dominance_forest (H k) F _ _ _ _ ji iT pi_.
Qed.
Theorem WhitenedTransitionContracts : WhitenedTransitionContracts_statement.
Proof.
move=> R n pi mu ga x H ga0 lower.
apply: le_trans (contracts x H ga0 (minorised_unif lower)).
rewrite le_eqVlt; apply/orP; left; apply/eqP; apply: eq_bigr => a _; congr (_ * _ ^+ 2).
by under eq_bigr do rewrite mulrBl; rewrite sumrB.
Qed.
Theorem GapInAForest : GapInAForest_statement.
Proof. by move=> R n K w ga pi mu par T i j p w0 w1 H F ga0 lower nondeg; apply: gap_strict. Qed.
